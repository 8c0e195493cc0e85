/*
 * A part of what was recorded: what else there is, is taken out of the model,
 * and the report is about the rest.
 */
#ifndef MMSTALL_FILTER_H
#define MMSTALL_FILTER_H

#include "analyzer/err.h"
#include "analyzer/model.h"

struct filter {
	int64_t since_ns, until_ns; /* from the start of each log; until 0: to
				     * the end */
	const char *thread;         /* a name or an id; NULL: all */
	const char *file;           /* a part of its path; NULL: all */
};

bool filter_is_any(const struct filter *filter);

/* Whether FILTER (or NULL) leaves out times. */
bool filter_has_time(const struct filter *filter);

/* False and ERR when no thread of MODEL is the one wanted: a typing error. */
bool filter_fits(const struct filter *filter, const struct model *model,
		 struct err *err);

/*
 * Before model_sort(). Of a time, what reaches into it stays whole; iterations
 * that are known from a histogram only have no time, and go.
 */
void filter_apply(const struct filter *filter, struct model *model);

#endif
