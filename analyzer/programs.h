/*
 * Several processes in one report: their loops together, program by program,
 * and names by which single loops can be told apart.
 */
#ifndef MMSTALL_PROGRAMS_H
#define MMSTALL_PROGRAMS_H

#include "analyzer/report.h"

struct program_row {
	const char *program;
	uint64_t logs, loops;
	/* As of one loop that made all of their iterations: sums, and
	 * quantiles over all. Its thread is one of theirs, one that was not
	 * sampled if there is any. */
	struct loop_row sum;
};

/* Fills report->programs, the worst first. */
void report_programs(struct report *report);

/* Fills report->processes: those with the worst loops first, those without a
 * loop last. */
void report_process_order(struct report *report);

/* Fills in what loops are told apart by (struct loop_row: log, number). */
void report_loop_names(struct report *report);

#endif
