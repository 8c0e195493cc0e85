#include "report.h"

/* The fault of an iteration to show: the longest, one on a file if any. */
static const struct fault *longest_in(const struct process *process,
				      const struct join *join,
				      const struct joined *joined)
{
	const struct fault *longest = NULL;
	bool is_on_file = false;
	uint64_t longest_ns = 0;

	for (size_t i = joined->first; i < joined->first + joined->count; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		bool on_file = fault_is_on_file(process, fault);

		if (is_on_file && !on_file)
			continue;
		if (longest && is_on_file == on_file &&
		    join->charged_ns[i] <= longest_ns)
			continue;
		longest = fault;
		longest_ns = join->charged_ns[i];
		is_on_file = on_file;
	}
	return longest;
}

static void add_stall(struct report *report, const struct process *process,
		      const struct join *join, size_t index)
{
	const struct iteration *iteration = array_at(&process->iterations,
						     struct iteration, index);
	const struct joined *joined = &join->iterations[index];
	uint64_t len_ns = report_stall_ns(iteration, joined);
	uint64_t fault_ns = joined->file_ns + joined->other_ns;
	struct stall *stall;

	if (len_ns < report->options.threshold_ns)
		return;
	stall = array_push(&report->stalls);
	stall->process = process;
	stall->iteration = iteration;
	stall->loop = loop_of(process, iteration->loop);
	stall->thread = thread_of(process, stall->loop->thread);
	stall->joined = joined;
	stall->rest_ns = len_ns > fault_ns ? len_ns - fault_ns : 0;
	stall->longest = longest_in(process, join, joined);
}

static int longest_first(const void *left, const void *right)
{
	const struct stall *a = left, *b = right;
	uint64_t a_ns = report_stall_ns(a->iteration, a->joined);
	uint64_t b_ns = report_stall_ns(b->iteration, b->joined);

	if (a_ns != b_ns)
		return a_ns < b_ns ? 1 : -1;
	return (a->iteration->t_ns > b->iteration->t_ns) -
	       (a->iteration->t_ns < b->iteration->t_ns);
}

void report_stalls(struct report *report)
{
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->iterations.len; i++)
			add_stall(report, process, &report->joins[p], i);
	}
	array_sort(&report->stalls, longest_first);
}
