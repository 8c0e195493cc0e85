/*
 * Which of many processes a reader wants to see first: those whose loops
 * stalled. A server's start scripts come last, whatever the order of the logs.
 */
#include <stdlib.h>

#include "programs.h"

static void take(struct report *report, bool *is_taken,
		 const struct process *process)
{
	size_t index = report_process_index(report, process);

	if (is_taken[index])
		return;
	is_taken[index] = true;
	*(const struct process **)array_push(&report->processes) = process;
}

void report_process_order(struct report *report)
{
	size_t len = report->model->processes.len;
	bool *is_taken = must_alloc(len * sizeof(*is_taken));

	for (size_t i = 0; i < report->loops.len; i++)
		take(report, is_taken,
		     array_at(&report->loops, struct loop_row, i)->process);
	report->looped_processes = report->processes.len;
	for (size_t i = 0; i < len; i++)
		take(report, is_taken, report_process(report, i));
	free(is_taken);
}
