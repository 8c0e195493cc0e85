#include "join.h"

#include <stdlib.h>

static const struct fault *fault_at(const struct process *process, size_t index)
{
	return array_at(&process->faults, struct fault, index);
}

static int64_t end_of(const struct fault *fault)
{
	return fault->t_ns + (int64_t)fault->len_ns;
}

/*
 * For each fault, where the part of it begins that no fault of the thread
 * before it covers: it ends with the fault, and may be empty. These do not
 * overlap, and come in the order of the faults. START gets where each thread's
 * faults begin, by its id.
 */
static int64_t *uncovered(const struct process *process, size_t *start)
{
	int64_t *from_ns = must_alloc(process->faults.len * sizeof(*from_ns));
	uint32_t thread = 0;
	int64_t covered_ns = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = fault_at(process, i);

		if (fault->thread != thread) {
			thread = fault->thread;
			start[thread] = i;
			covered_ns = INT64_MIN;
		}
		from_ns[i] = fault->t_ns > covered_ns ? fault->t_ns
						      : covered_ns;
		if (end_of(fault) > covered_ns)
			covered_ns = end_of(fault);
	}
	return from_ns;
}

/* Where the search for a loop's faults has got to. */
struct cursor {
	const struct process *process;
	struct join *join;
	const int64_t *from_ns; /* see uncovered() */
	size_t first;           /* fault that may reach into what follows */
	size_t fault;           /* the next one to begin */
	uint32_t thread;
	int64_t passed_ns; /* end of the iteration before */
};

/* INDEX is a fault of the loop's thread. */
static bool is_own(const struct cursor *cursor, size_t index)
{
	return index < cursor->process->faults.len &&
	       fault_at(cursor->process, index)->thread == cursor->thread;
}

/* WHOLE_NS in the proportion of LEN_NS to ALL_NS. */
static uint64_t part_of(uint64_t whole_ns, uint64_t len_ns, uint64_t all_ns)
{
	return (uint64_t)((unsigned __int128)whole_ns * len_ns / all_ns);
}

/* Charges JOINED with LEN_NS of fault INDEX. LONGEST_NS is how much it was
 * charged for its longest fault. */
static void charge(const struct cursor *cursor, struct joined *joined,
		   size_t index, uint64_t len_ns, uint64_t *longest_ns)
{
	const struct fault *fault = fault_at(cursor->process, index);
	bool is_on_file = fault_is_on_file(cursor->process, fault);
	bool is_first_on_file = is_on_file && !joined->file_ns;

	cursor->join->charged_ns[index] += len_ns;
	*(struct charge *)array_push(&cursor->join->charges) = (struct charge){
		.iteration = (uint32_t)(joined - cursor->join->iterations),
		.fault = (uint32_t)index,
		.ns = len_ns,
	};
	joined->asleep_ns += part_of(fault->asleep_ns, len_ns, fault->len_ns);
	if (is_first_on_file ||
	    (is_on_file == (joined->file_ns > 0) && len_ns > *longest_ns)) {
		joined->longest = index + 1;
		*longest_ns = len_ns;
	}
	if (is_on_file)
		joined->file_ns += len_ns;
	else
		joined->other_ns += len_ns;
}

/* Charges JOINED with what of its faults lies from BEGIN_NS to END_NS. */
static void charge_all(struct cursor *cursor, struct joined *joined,
		       int64_t begin_ns, int64_t end_ns)
{
	uint64_t longest_ns = 0;

	while (is_own(cursor, cursor->first) &&
	       end_of(fault_at(cursor->process, cursor->first)) <= begin_ns)
		cursor->first++;
	for (size_t i = cursor->first;
	     is_own(cursor, i) && cursor->from_ns[i] < end_ns; i++) {
		const struct fault *fault = fault_at(cursor->process, i);
		int64_t from_ns = cursor->from_ns[i], to_ns = end_of(fault);

		if (to_ns <= from_ns || to_ns <= begin_ns)
			continue;
		if (from_ns < begin_ns)
			from_ns = begin_ns;
		if (to_ns > end_ns)
			to_ns = end_ns;
		joined->faults += fault->t_ns < begin_ns;
		charge(cursor, joined, i, (uint64_t)(to_ns - from_ns),
		       &longest_ns);
	}
}

static void join_iteration(struct cursor *cursor,
			   const struct iteration *iteration,
			   struct joined *joined)
{
	int64_t begin_ns = iteration->t_ns;
	int64_t end_ns = begin_ns + (int64_t)iteration->len_ns;

	/* Iterations of a loop do not overlap, unless a log lies. */
	if (begin_ns < cursor->passed_ns)
		begin_ns = cursor->passed_ns;
	if (end_ns <= begin_ns)
		return;
	cursor->passed_ns = end_ns;
	charge_all(cursor, joined, begin_ns, end_ns);
	for (; is_own(cursor, cursor->fault); cursor->fault++) {
		int64_t t_ns = fault_at(cursor->process, cursor->fault)->t_ns;

		if (t_ns >= end_ns)
			break;
		joined->faults += t_ns >= begin_ns;
	}
}

struct join join_make(const struct process *process)
{
	struct join join = {
		.iterations = must_alloc(process->iterations.len *
					 sizeof(*join.iterations)),
		.charged_ns = must_alloc(process->faults.len *
					 sizeof(*join.charged_ns)),
		.charges = ARRAY_OF(struct charge),
	};
	size_t *start = must_alloc((process->threads.len + 1) * sizeof(*start));
	int64_t *from_ns = uncovered(process, start);
	struct cursor cursor = { .process = process,
				 .join = &join,
				 .from_ns = from_ns };
	uint32_t loop = 0;

	for (size_t i = 0; i < process->iterations.len; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);

		if (iteration->loop != loop) {
			loop = iteration->loop;
			cursor.thread = loop_of(process, loop)->thread;
			cursor.first = start[cursor.thread];
			cursor.fault = start[cursor.thread];
			cursor.passed_ns = INT64_MIN;
		}
		join_iteration(&cursor, iteration, &join.iterations[i]);
	}
	free(from_ns);
	free(start);
	return join;
}

void join_release(struct join *join)
{
	free(join->iterations);
	free(join->charged_ns);
	array_release(&join->charges);
}
