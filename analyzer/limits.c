#include <string.h>

#include "report.h"

/* Limits with the same subject and reason are one row. */
static struct limit_row *row_of(struct report *report,
				const struct limit *limit)
{
	struct limit_row *row;

	for (size_t i = 0; i < report->limits.len; i++) {
		row = array_at(&report->limits, struct limit_row, i);
		if (strcmp(row->subject, limit->subject) == 0 &&
		    strcmp(row->why, limit->why) == 0)
			return row;
	}
	row = array_push(&report->limits);
	row->subject = limit->subject;
	row->why = limit->why;
	return row;
}

static void add_limit(struct report *report, const struct process *process,
		      const struct limit *limit)
{
	struct limit_row *row = row_of(report, limit);

	row->count += limit->count;
	if (row->last_process != process)
		row->logs++;
	row->last_process = process;
	if (!limit->thread)
		return;
	row->threads++;
	if (!row->thread)
		row->thread = thread_of(process, limit->thread);
}

void report_limits(struct report *report)
{
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->limits.len; i++)
			add_limit(report, process,
				  array_at(&process->limits, struct limit, i));
	}
}
