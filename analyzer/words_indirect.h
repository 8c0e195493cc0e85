/*
 * A suspected indirect stall in words. Names are escaped here.
 */
#ifndef MMSTALL_WORDS_INDIRECT_H
#define MMSTALL_WORDS_INDIRECT_H

#include "analyzer/report.h"

/* Which thread was blocked meanwhile, and on what; NULL: there is no single
 * one to name. The caller frees it. */
char *words_indirect(const struct indirect *indirect);

#endif
