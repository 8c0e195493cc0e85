#include "stack_join.h"

#include <stdlib.h>

static int by_code_and_time(const void *left, const void *right)
{
	const struct stack_sample *a = left, *b = right;

	if (a->thread != b->thread)
		return a->thread < b->thread ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return (a->t_ns > b->t_ns) - (a->t_ns < b->t_ns);
}

/* Everything that has a stack of its own. */
static struct array donors_of(const struct process *process)
{
	struct array donors = ARRAY_OF(struct stack_sample);

	for (size_t i = 0; i < process->samples.len; i++)
		*(struct stack_sample *)array_push(&donors) = *array_at(
			&process->samples, struct stack_sample, i);
	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		if (fault->stack && fault->code && !(fault->flags & FAULT_CALL))
			*(struct stack_sample *)array_push(
				&donors) = (struct stack_sample){ fault->t_ns,
								  fault->thread,
								  fault->stack,
								  fault->code };
	}
	array_sort(&donors, by_code_and_time);
	return donors;
}

static bool is_alike(const struct array *donors, size_t index,
		     const struct stack_sample *wanted)
{
	const struct stack_sample *donor;

	if (index >= donors->len)
		return false;
	donor = array_at(donors, struct stack_sample, index);
	return donor->thread == wanted->thread && donor->code == wanted->code;
}

static uint64_t distance(const struct array *donors, size_t index,
			 const struct stack_sample *wanted)
{
	int64_t t_ns = array_at(donors, struct stack_sample, index)->t_ns;

	return t_ns < wanted->t_ns ? (uint64_t)(wanted->t_ns - t_ns)
				   : (uint64_t)(t_ns - wanted->t_ns);
}

/* The first donor that does not come before WANTED. */
static size_t search(const struct array *donors,
		     const struct stack_sample *wanted)
{
	size_t low = 0, high = donors->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_code_and_time(
			    array_at(donors, struct stack_sample, middle),
			    wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where the last search for an instruction ended: the next one on the thread
 * asks for something later. */
struct last_search {
	uint32_t thread;
	size_t end;
};

static size_t search_on(const struct array *donors,
			const struct stack_sample *wanted,
			struct last_search *last)
{
	size_t at = last->end;

	if (last->thread != wanted->thread)
		at = search(donors, wanted);
	while (at < donors->len &&
	       by_code_and_time(array_at(donors, struct stack_sample, at),
				wanted) < 0)
		at++;
	*last = (struct last_search){ wanted->thread, at };
	return at;
}

/* The stack nearest to WANTED; 0: none is alike. */
static uint32_t nearest(const struct array *donors,
			const struct stack_sample *wanted,
			struct last_search *last)
{
	size_t at = search_on(donors, wanted, last);

	if (at && is_alike(donors, at - 1, wanted) &&
	    (!is_alike(donors, at, wanted) ||
	     distance(donors, at - 1, wanted) <= distance(donors, at, wanted)))
		at--;
	return is_alike(donors, at, wanted)
		       ? array_at(donors, struct stack_sample, at)->stack
		       : 0;
}

void stack_join(struct process *process)
{
	struct array donors = donors_of(process);
	struct last_search *last = must_alloc((process->codes.len + 1) *
					      sizeof(*last));

	for (size_t i = 0; donors.len && i < process->faults.len; i++) {
		struct fault *fault = array_at(&process->faults, struct fault,
					       i);

		if (fault->stack || !fault->code || fault->flags & FAULT_CALL)
			continue;
		fault->stack = nearest(&donors,
				       &(struct stack_sample){ fault->t_ns,
							       fault->thread, 0,
							       fault->code },
				       &last[fault->code]);
		if (fault->stack)
			fault->flags |= FAULT_JOINED;
	}
	array_release(&donors);
	free(last);
}
