/*
 * A suspected indirect stall in words. Names are escaped here.
 */
#ifndef MMSTALL_WORDS_INDIRECT_H
#define MMSTALL_WORDS_INDIRECT_H

#include "analyzer/report.h"

/* Which thread was blocked meanwhile, and on what; NULL: there is no single
 * one to name. The caller frees it. */
char *words_indirect(const struct report *report,
		     const struct indirect *indirect);

/* Where the loop slept; NULL: not known. */
char *words_indirect_sleep(const struct report *report,
			   const struct indirect *indirect);

#endif
