#include "report.h"

static void add_thread(struct coverage *coverage, const struct thread *thread)
{
	const struct counts *counts = &thread->counts;
	uint64_t kernel = counts->minor + counts->major;
	uint64_t seen = counts->sampled_minor + counts->sampled_major +
			counts->paused;

	coverage->lost += counts->lost > thread->lost ? counts->lost
						      : thread->lost;
	coverage->pauses += thread->pauses;
	coverage->paused += counts->paused;
	coverage->unpaired += counts->unpaired;
	coverage->before += counts->before_minor + counts->before_major;
	if (!counts->is_known) {
		coverage->uncounted_threads++;
		return;
	}
	coverage->kernel_minor += counts->minor;
	coverage->kernel_major += counts->major;
	coverage->sampled_minor += counts->sampled_minor;
	coverage->sampled_major += counts->sampled_major;
	if (kernel > seen)
		coverage->unseen += kernel - seen;
}

static void add_fault(struct coverage *coverage, const struct process *process,
		      const struct fault *fault)
{
	coverage->cut += (fault->flags & FAULT_CUT) != 0;
	coverage->open += (fault->flags & FAULT_OPEN) != 0;
	if (!fault_is_on_file(process, fault))
		return;
	if (fault->flags & FAULT_CALL) {
		coverage->call_count++;
		coverage->call_ns += fault->len_ns;
	} else if (fault->flags & FAULT_MAJOR) {
		coverage->major_count++;
		coverage->major_ns += fault->len_ns;
	} else {
		coverage->minor_count++;
		coverage->minor_ns += fault->len_ns;
	}
}

static void add_process(struct coverage *coverage,
			const struct process *process)
{
	coverage->logs++;
	coverage->sampled_logs += process->is_sampled;
	coverage->cut_logs += process->is_cut;
	coverage->killed_logs += !process->end;
	coverage->dropped += process->dropped;
	coverage->skipped += process->skipped;
	coverage->has_kernel_faults &= process->has_kernel_faults;
	for (uint32_t id = 1; id <= process->threads.len; id++) {
		coverage->threads++;
		coverage->unsampled_threads += !thread_is_sampled(
			process, thread_of(process, id));
		add_thread(coverage, thread_of(process, id));
	}
	for (size_t i = 0; i < process->faults.len; i++)
		add_fault(coverage, process,
			  array_at(&process->faults, struct fault, i));
}

void report_coverage(struct report *report)
{
	struct coverage *coverage = &report->coverage;

	coverage->has_kernel_faults = true;
	for (size_t i = 0; i < report->model->processes.len; i++)
		add_process(coverage, report_process(report, i));
	coverage->is_whole = !coverage->lost && !coverage->pauses &&
			     !coverage->unpaired && !coverage->unseen &&
			     !coverage->dropped &&
			     !coverage->unsampled_threads &&
			     !coverage->cut_logs && !coverage->killed_logs;
}
