/*
 * Advice in words. Names are escaped here. The caller frees what is returned.
 */
#ifndef MMSTALL_WORDS_ADVICE_H
#define MMSTALL_WORDS_ADVICE_H

#include "analyzer/report.h"

/* What to do, as a request. */
char *words_advice(const struct advice *advice);

/* The best advice and its gain, for whom the rest is too long; NULL: there is
 * none. */
char *words_advice_first(const struct report *report);

/* What in the log speaks for it. */
char *words_advice_evidence(const struct report *report,
			    const struct advice *advice);

/* What it would gain. */
char *words_advice_gain(const struct report *report,
			const struct advice *advice);

/* A line of code to try, and what it costs. */
char *words_advice_code(const struct report *report,
			const struct advice *advice);
char *words_advice_cost(const struct advice *advice);

/* Why there is no advice. */
char *words_no_advice(const struct report *report);

#endif
