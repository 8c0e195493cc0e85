#include "join.h"

#include <stdlib.h>

static const struct fault *fault_at(const struct process *process, size_t index)
{
	return array_at(&process->faults, struct fault, index);
}

/* Index of the first fault of THREAD, or where it would be. */
static size_t first_of(const struct process *process, uint32_t thread)
{
	size_t low = 0, high = process->faults.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (fault_at(process, middle)->thread < thread)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int64_t end_of(const struct fault *fault)
{
	return fault->t_ns + (int64_t)fault->len_ns;
}

struct window {
	int64_t begin_ns, end_ns;
	int64_t covered_ns; /* up to here it is charged already */
};

/* The part of FAULT in the window that no fault before it was charged for. */
static uint64_t charge(struct window *window, const struct fault *fault)
{
	int64_t from = fault->t_ns, to = end_of(fault);

	if (from < window->covered_ns)
		from = window->covered_ns;
	if (to > window->end_ns)
		to = window->end_ns;
	if (from >= to)
		return 0;
	window->covered_ns = to;
	return (uint64_t)(to - from);
}

/* Joins one iteration with the faults of THREAD from index AT on. */
static void join_iteration(const struct process *process, struct join *join,
			   size_t index, uint32_t thread, size_t at)
{
	const struct iteration *iteration = array_at(&process->iterations,
						     struct iteration, index);
	struct joined *joined = &join->iterations[index];
	struct window window = {
		.begin_ns = iteration->t_ns,
		.end_ns = iteration->t_ns + (int64_t)iteration->len_ns,
		.covered_ns = iteration->t_ns,
	};

	joined->first = at;
	for (; at < process->faults.len; at++) {
		const struct fault *fault = fault_at(process, at);
		uint64_t len_ns;

		if (fault->thread != thread || fault->t_ns >= window.end_ns)
			break;
		len_ns = charge(&window, fault);
		joined->count = at + 1 - joined->first;
		join->charged_ns[at] += len_ns;
		if (fault_is_on_file(process, fault))
			joined->file_ns += len_ns;
		else
			joined->other_ns += len_ns;
	}
}

struct join join_make(const struct process *process)
{
	struct join join = {
		.iterations = must_alloc(process->iterations.len *
					 sizeof(*join.iterations)),
		.charged_ns = must_alloc(process->faults.len *
					 sizeof(*join.charged_ns)),
	};
	uint32_t loop = 0, thread = 0;
	size_t at = 0;

	for (size_t i = 0; i < process->iterations.len; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);

		if (iteration->loop != loop) {
			loop = iteration->loop;
			thread = loop_of(process, loop)->thread;
			at = first_of(process, thread);
		}
		/* Faults that ended before this iteration are over for good. */
		while (at < process->faults.len &&
		       fault_at(process, at)->thread == thread &&
		       end_of(fault_at(process, at)) <= iteration->t_ns)
			at++;
		join_iteration(process, &join, i, thread, at);
	}
	return join;
}

void join_release(struct join *join)
{
	free(join->iterations);
	free(join->charged_ns);
}
