/*
 * The forms that a report can be printed in.
 */
#ifndef MMSTALL_FORMATS_H
#define MMSTALL_FORMATS_H

#include "analyzer/out.h"
#include "analyzer/report.h"

struct format {
	const char *name;
	void (*render)(const struct report *report, const struct out *out);
};

const struct format *format_usual(void);

/* NULL: there is none of that NAME. */
const struct format *format_named(const char *name);

/* "text, folded"; the caller frees it. */
char *format_names(void);

#endif
