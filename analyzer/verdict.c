#include "preload/log_format.h"
#include "report.h"

/* At most: of the bucket that the threshold lies in, all of them. */
static uint64_t unlogged_stalls(const struct loop *loop, uint64_t threshold_ns)
{
	uint64_t count = 0;

	if (!loop->bucket || loop->max_ns < threshold_ns)
		return 0;
	for (unsigned i = 0; i < LOG_HIST_BUCKETS; i++) {
		if (i + 1 == LOG_HIST_BUCKETS ||
		    log_hist_lower_ns(i + 1) > threshold_ns)
			count += loop->bucket[i];
	}
	return count;
}

static void sum_histogram(struct report *report, const struct loop_row *row)
{
	report->unlogged_stalls += unlogged_stalls(
		row->loop, report->options.threshold_ns);
	if (row->loop->count &&
	    row->process->min_iteration_ns > report->histogram_ns)
		report->histogram_ns = row->process->min_iteration_ns;
}

static void sum_loops(struct report *report)
{
	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		report->iterations += row->busy.count;
		report->loop_file_ns += row->file_ns;
		report->stall_count += row->stalls;
		report->stall_ns += row->stall_ns;
		report->stall_file_ns += row->stall_file_ns;
		report->stall_other_ns += row->stall_other_ns;
		report->stalls_without += row->stalls_without;
		parts_add(&report->stall_parts, &row->stall_parts);
		queued_join(&report->queued, &row->queued);
		sum_histogram(report, row);
		report->stalled_loops += row->stalls > 0;
		if (row->worst_ns > report->worst_stall_ns)
			report->worst_stall_ns = row->worst_ns;
	}
}

bool report_is_suspected(const struct iteration *iteration)
{
	return (iteration->minor || iteration->major) &&
	       iteration->slept > iteration->nested;
}

static void sum_suspicions(struct report *report)
{
	for (size_t i = 0; i < report->stalls.len; i++) {
		const struct stall *stall = array_at(&report->stalls,
						     struct stall, i);
		const struct iteration *iteration = stall->iteration;

		if (!report_is_suspected(iteration))
			continue;
		report->suspected_count++;
		report->suspected_ns += iteration->len_ns;
	}
}

/* The loop to name: by its stalls on files, where it is files that stall. */
static void find_loop(struct report *report)
{
	bool is_files = report->verdict == VERDICT_STALLED_BY_FILES ||
			report->verdict == VERDICT_STALLED_PARTLY;

	if (report->loops.len)
		report->worst_loop = report->loops.data;
	for (size_t i = 1; i < report->loops.len && !is_files; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		if (row->stall_ns > report->worst_loop->stall_ns)
			report->worst_loop = row;
	}
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
		if (row->indirect_ns &&
		    (!report->worst_indirect_file ||
		     row->indirect_ns >
			     report->worst_indirect_file->indirect_ns))
			report->worst_indirect_file = row;
		if (row->loop_ns &&
		    (!report->worst_loop_file ||
		     row->loop_ns > report->worst_loop_file->loop_ns))
			report->worst_loop_file = row;
	}
}

static enum verdict judge(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;

	if (!coverage->sampled_logs ||
	    (coverage->threads &&
	     coverage->unsampled_threads == coverage->threads))
		return VERDICT_NOT_SAMPLED;
	if (!report->loops.len)
		return VERDICT_NO_LOOP;
	if (!report->stall_count)
		return VERDICT_NO_STALL;
	if (report->stall_file_ns >= report->stall_ns / 2)
		return VERDICT_STALLED_BY_FILES;
	if (report->indirect_ns > report->stall_file_ns &&
	    report->indirect_ns + report->stall_file_ns >= report->stall_ns / 2)
		return VERDICT_STALLED_INDIRECTLY;
	/* Below a twentieth the files are not worth a word of blame. */
	if (report->stall_file_ns >= report->stall_ns / 20)
		return VERDICT_STALLED_PARTLY;
	return VERDICT_STALLED_OTHERWISE;
}

void report_verdict(struct report *report)
{
	sum_loops(report);
	find_files(report);
	sum_suspicions(report);
	report->verdict = judge(report);
	find_loop(report);
}
