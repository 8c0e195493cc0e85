#include "report.h"
#include "tasks.h"

/* The task that the longest fault was in, or else the longest one. */
static const struct task *find_task(const struct stall *stall)
{
	const struct iteration *iteration = stall->iteration;
	uint32_t thread = stall->loop->thread;

	if (stall->longest)
		return task_at(stall->process, thread, stall->longest->t_ns);
	return task_longest(stall->process, thread, iteration->t_ns,
			    iteration->len_ns);
}

static void add_stall(struct report *report, const struct process *process,
		      const struct join *join, size_t index)
{
	const struct iteration *iteration = array_at(&process->iterations,
						     struct iteration, index);
	const struct joined *joined = &join->iterations[index];
	uint64_t len_ns = report_stall_ns(iteration, joined);
	struct stall *stall;

	if (len_ns < report->options.threshold_ns)
		return;
	stall = array_push(&report->stalls);
	stall->process = process;
	stall->iteration = iteration;
	stall->loop = loop_of(process, iteration->loop);
	stall->thread = thread_of(process, stall->loop->thread);
	stall->joined = joined;
	stall->parts = parts_of(iteration, joined, len_ns);
	stall->rest_ns = len_ns - stall->parts.ns[PART_FILE] -
			 stall->parts.ns[PART_MEMORY];
	if (joined->longest)
		stall->longest = array_at(&process->faults, struct fault,
					  joined->longest - 1);
	stall->task = find_task(stall);
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
