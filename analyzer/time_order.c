#include "time_order.h"

#include <stdlib.h>

static const struct fault *fault_at(const struct process *process, size_t index)
{
	return array_at(&process->faults, struct fault, index);
}

/* Where each thread's faults begin, and where the last ends: size_t. */
static struct array runs_of(const struct process *process)
{
	struct array runs = ARRAY_OF(size_t);
	uint32_t thread = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		if (fault_at(process, i)->thread == thread)
			continue;
		thread = fault_at(process, i)->thread;
		*(size_t *)array_push(&runs) = i;
	}
	*(size_t *)array_push(&runs) = process->faults.len;
	return runs;
}

/* Merges FROM[first … middle] and FROM[middle … end] into TO. */
static void merge(const struct process *process, const size_t *from, size_t *to,
		  size_t first, size_t middle, size_t end)
{
	size_t left = first, right = middle;

	for (size_t i = first; i < end; i++) {
		bool is_left = right == end ||
			       (left < middle &&
				fault_at(process, from[left])->t_ns <=
					fault_at(process, from[right])->t_ns);

		to[i] = from[is_left ? left++ : right++];
	}
}

/* Merges each run with its neighbour; afterwards there are half as many. */
static void merge_runs(const struct process *process, const size_t *from,
		       size_t *to, struct array *runs)
{
	size_t *start = runs->data;
	size_t last = runs->len - 1, kept = 0;

	for (size_t i = 0; i < last; i += 2) {
		size_t middle = start[i + 1];
		size_t end = i + 2 <= last ? start[i + 2] : middle;

		merge(process, from, to, start[i], middle, end);
		start[kept++] = start[i];
	}
	start[kept++] = start[last];
	runs->len = kept;
}

size_t *time_order(const struct process *process)
{
	size_t len = process->faults.len;
	size_t *order = must_alloc(len * sizeof(*order)), *other = NULL;
	struct array runs = runs_of(process);

	for (size_t i = 0; i < len; i++)
		order[i] = i;
	if (runs.len > 2)
		other = must_alloc(len * sizeof(*other));
	while (runs.len > 2) {
		size_t *merged = other;

		merge_runs(process, order, merged, &runs);
		other = order;
		order = merged;
	}
	array_release(&runs);
	free(other);
	return order;
}
