/*
 * The sentences of a report: verdict and coverage in plain words. Names are
 * escaped here. The caller frees what is returned.
 */
#ifndef MMSTALL_WORDS_H
#define MMSTALL_WORDS_H

#include "analyzer/report.h"

/* Which part of the logs it is about; NULL: all. */
char *words_part(const struct report *report);

/* One paragraph: what the report comes to, with its numbers. */
char *words_verdict(const struct report *report);

/* How much the verdict leans on what could not be seen; NULL: not at all. */
char *words_caution(const struct report *report);

/* Kernel's counts against samples. */
char *words_faults(const struct report *report);

/* The kernel's labels of the blocking faults on files. */
char *words_labels(const struct report *report);

/* How the logs ended. */
char *words_ending(const struct report *report);

/* A limit of the logs, and what to do about it. */
char *words_limit(const struct report *report, const struct limit_row *row);

/* "hazard (thread worker, 4711)" */
char *words_loop(const struct loop_row *row);

/* The same with what it waits in. */
char *words_loop_wait(const struct loop_row *row);

/* How long it was busy, and how much of that was blocked on files. */
char *words_loop_time(const struct loop_row *row);

/* A strip of its longest iterations over the time of its log, as wide as
 * COLUMNS; NULL: it has none. */
char *words_loop_strip(const struct loop_row *row, size_t columns);

/* What its stalls were made of, and what waited behind them. */
char *words_loop_stalls(const struct loop_row *row);

/* What the rest of STALL was, as far as it is known; NULL: not at all. */
char *words_rest(const struct stall *stall);

#endif
