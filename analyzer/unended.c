#include "unended.h"

/* The id of the main thread; 0: the log does not name it. */
static uint32_t main_thread(const struct process *process)
{
	for (uint32_t id = 1; id <= process->threads.len; id++) {
		if (thread_of(process, id)->is_main)
			return id;
	}
	return 0;
}

static uint64_t blocked_on_files(const struct process *process, uint32_t thread)
{
	uint64_t sum_ns = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		if (fault->thread == thread && fault_is_on_file(process, fault))
			sum_ns += fault->len_ns;
	}
	return sum_ns;
}

void unended_add(struct process *process)
{
	uint32_t thread = main_thread(process);
	struct iteration *iteration;
	struct loop *loop;

	if (process->loops.len || !thread ||
	    blocked_on_files(process, thread) < UNENDED_NS)
		return;
	loop = array_push(&process->loops);
	loop->thread = thread;
	loop->wait = must_copy("");
	loop->epoll_fd = -1;
	iteration = array_push(&process->iterations);
	iteration->loop = 1;
	iteration->number = 1;
	iteration->len_ns = process->last_ns > 0 ? (uint64_t)process->last_ns
						 : 0;
	iteration->is_open = true;
}
