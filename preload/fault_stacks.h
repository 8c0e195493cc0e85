/*
 * Which fault of a thread has which stack. A stack is sampled by an event of
 * its own, beside the sample of the fault's end; what a blocking fault
 * has so is its own. Stacks of other faults are kept for those that have none:
 * to say at which times an instruction was reached by which way, the first and
 * the last of each run of equal ones is enough. Collector thread only; no
 * output of its own.
 */
#ifndef MMSTALL_FAULT_STACKS_H
#define MMSTALL_FAULT_STACKS_H

#include <stdbool.h>
#include <stdint.h>

#include "pairing.h"
#include "sampler.h"
#include "vec.h"

/* Instructions of which the run is known. */
#define FAULT_STACKS_RUNS 64

/* A fault at IP had STACK at T_NS. */
struct stack_moment {
	uint64_t t_ns;
	uint64_t ip;
	uint32_t stack; /* id; 0: none */
};

struct stack_run {
	struct stack_moment last;
	bool is_written; /* `last` is in the log, or will be */
};

struct fault_stacks {
	/* The id of a sampled stack, 0: none. NULL: no stacks are taken. */
	uint32_t (*stack_of)(void *context, const struct stack_sample *stack);
	void *context;

	/* When the fault that was given a stack last was resolved, 0: another
	 * one has begun since: the copying can come before the sample of its
	 * end. */
	uint64_t resolved_ns, resolved_address;
	struct stack_run runs[FAULT_STACKS_RUNS];
	struct vec samples; /* struct stack_moment: to be written */
};

void fault_stacks_init(struct fault_stacks *stacks);
void fault_stacks_release(struct fault_stacks *stacks);

/*
 * SAMPLE is a SAMPLE_STACK of the thread whose faults are in PAIRING, and whose
 * LAST fault, if it is to be logged and can still be changed, is that one (or
 * NULL).
 */
void fault_stacks_take(struct fault_stacks *stacks, struct pairing *pairing,
		       struct fault *last, const struct sample *sample);

/*
 * A fault has begun. It can be at the address of the one before: a page that
 * was read is written to, and copied.
 */
void fault_stacks_begun(struct fault_stacks *stacks);

/* When the fault at ADDRESS, whose end was sampled at T_NS, was resolved. */
uint64_t fault_stacks_resolved(const struct fault_stacks *stacks,
			       uint64_t address, uint64_t t_ns);

/* FAULT has ended; it IS_LOGGED, with its stack, or not. */
void fault_stacks_ended(struct fault_stacks *stacks, const struct fault *fault,
			bool is_logged);

/* The thread ends, or the log: what is not yet written of the runs is due. */
void fault_stacks_finish(struct fault_stacks *stacks);

#endif
