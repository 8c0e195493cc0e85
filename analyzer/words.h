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

/* How far to trust the report: what a line is about, and the line. */
struct trust_line {
	const char *about;
	char *words;
};

#define TRUST_LINES 6

/* How many LINES there are; the caller frees the words of each. */
size_t words_trust(const struct report *report,
		   struct trust_line lines[TRUST_LINES]);

/* A limit of the logs, and what to do about it. */
char *words_limit(const struct report *report, const struct limit_row *row);

/* "hazard (thread worker, 4711)" */
char *words_loop(const struct loop_row *row);

/* The same with what it waits in. */
char *words_loop_wait(const struct loop_row *row);

/* How long it was busy, and how much of that was blocked on files. */
char *words_loop_time(const struct report *report, const struct loop_row *row);

/* A strip of its longest iterations over the time of its log, as wide as
 * COLUMNS; NULL: it has none. */
char *words_loop_strip(const struct loop_row *row, size_t columns);

/* What its stalls were made of, and what waited behind them. */
char *words_loop_stalls(const struct loop_row *row);

/* What STALL was blocked on, if that is more than one file; or NULL. */
char *words_stall_files(const struct report *report, const struct stall *stall);

/* What the kernel counted in STALL; NULL: nothing, or its faults were sampled.
 */
char *words_counted(const struct stall *stall);

/* What the rest of STALL was, as far as it is known; NULL: not at all. */
char *words_rest(const struct stall *stall);

#endif
