#include "fault_stacks.h"

#include <string.h>

/* A copy takes some tens of microseconds; what comes later is another fault. */
#define COPYING_NS UINT64_C(200000)

void fault_stacks_init(struct fault_stacks *stacks)
{
	memset(stacks, 0, sizeof(*stacks));
	stacks->samples = VEC_OF(struct stack_moment);
}

void fault_stacks_release(struct fault_stacks *stacks)
{
	vec_release(&stacks->samples);
}

static void write(struct fault_stacks *stacks, const struct stack_moment *at)
{
	struct stack_moment *sample = vec_push(&stacks->samples);

	if (sample)
		*sample = *at;
}

/* The end of a run, if it is worth a record: its beginning has one. */
static void end_run(struct fault_stacks *stacks, struct stack_run *run)
{
	if (run->last.stack && !run->is_written)
		write(stacks, &run->last);
	run->is_written = true;
}

static struct stack_run *run_of(struct fault_stacks *stacks, uint64_t ip)
{
	uint64_t hash = (ip ^ ip >> 13) * UINT64_C(0x9e3779b97f4a7c15) >> 40;

	return &stacks->runs[hash % FAULT_STACKS_RUNS];
}

/* Adds AT to the run of its instruction; it IS_WRITTEN by other means. */
static void add_to_run(struct fault_stacks *stacks,
		       const struct stack_moment *at, bool is_written)
{
	struct stack_run *run = run_of(stacks, at->ip);

	if (run->last.ip != at->ip || run->last.stack != at->stack) {
		end_run(stacks, run);
		if (!is_written)
			write(stacks, at);
		is_written = true;
	}
	run->last = *at;
	run->is_written = is_written;
}

static struct fault *innermost(struct pairing *pairing)
{
	return pairing->depth ? &pairing->open[pairing->depth - 1].fault : NULL;
}

static bool is_of(const struct fault *fault, const struct sample *sample)
{
	return fault && fault->address == sample->address &&
	       fault->ip == sample->ip;
}

void fault_stacks_take(struct fault_stacks *stacks, struct pairing *pairing,
		       struct fault *last, const struct sample *sample)
{
	struct fault *open = innermost(pairing);
	struct stack_moment at = { .t_ns = sample->t_ns, .ip = sample->ip };
	bool is_open = is_of(open, sample);
	struct fault *fault = is_open               ? open
			      : is_of(last, sample) ? last
						    : NULL;

	if (!stacks->stack_of)
		return;
	at.stack = stacks->stack_of(stacks->context, sample->stack);
	/* Better than what was seen of it asleep. */
	if (fault && at.stack)
		fault->stack = at.stack;
	if (is_open) {
		stacks->resolved_ns = sample->t_ns;
		stacks->resolved_address = sample->address;
	} else if (at.stack && !sample->is_kernel) {
		add_to_run(stacks, &at, fault != NULL);
	}
}

void fault_stacks_begun(struct fault_stacks *stacks)
{
	stacks->resolved_ns = 0;
}

uint64_t fault_stacks_resolved(const struct fault_stacks *stacks,
			       uint64_t address, uint64_t t_ns)
{
	return stacks->resolved_ns && address == stacks->resolved_address &&
			       stacks->resolved_ns < t_ns &&
			       t_ns - stacks->resolved_ns < COPYING_NS
		       ? stacks->resolved_ns
		       : t_ns;
}

void fault_stacks_ended(struct fault_stacks *stacks, const struct fault *fault,
			bool is_logged)
{
	/* In the kernel there is no instruction to join by. */
	if (fault->stack && !fault->is_kernel)
		add_to_run(stacks,
			   &(struct stack_moment){ fault->begin_ns, fault->ip,
						   fault->stack },
			   is_logged);
}

void fault_stacks_finish(struct fault_stacks *stacks)
{
	for (int i = 0; i < FAULT_STACKS_RUNS; i++)
		end_run(stacks, &stacks->runs[i]);
}
