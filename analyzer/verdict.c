#include "report.h"

static void sum_loops(struct report *report)
{
	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		report->stall_count += row->stalls;
		report->stall_ns += row->stall_ns;
		report->stall_file_ns += row->stall_file_ns;
		report->stalled_loops += row->stalls > 0;
		if (row->worst_ns > report->worst_stall_ns)
			report->worst_stall_ns = row->worst_ns;
	}
	if (report->loops.len)
		report->worst_loop = array_at(&report->loops, struct loop_row,
					      0);
}

static void find_files(struct report *report)
{
	for (size_t i = 0; i < report->files.len; i++) {
		const struct file_row *row = array_at(&report->files,
						      struct file_row, i);

		if (row->kind != MEMORY_FILE)
			continue;
		if (!report->worst_file ||
		    row->blocked_ns > report->worst_file->blocked_ns)
			report->worst_file = row;
		if (row->loop_ns &&
		    (!report->worst_loop_file ||
		     row->loop_ns > report->worst_loop_file->loop_ns))
			report->worst_loop_file = row;
	}
}

static enum verdict judge(const struct report *report)
{
	if (!report->coverage.sampled_logs)
		return VERDICT_NOT_SAMPLED;
	if (!report->loops.len)
		return VERDICT_NO_LOOP;
	if (!report->stall_count)
		return VERDICT_NO_STALL;
	if (report->stall_file_ns >= report->stall_ns / 2)
		return VERDICT_STALLED_BY_FILES;
	/* Below a twentieth the files are not worth a word of blame. */
	if (report->stall_file_ns >= report->stall_ns / 20)
		return VERDICT_STALLED_PARTLY;
	return VERDICT_STALLED_OTHERWISE;
}

void report_verdict(struct report *report)
{
	sum_loops(report);
	find_files(report);
	report->verdict = judge(report);
}
