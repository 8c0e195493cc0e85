/*
 * How many stacks a thread may have taken: so many a second, and at first, or
 * after a quiet time, a quarter of a second's worth at once. Collector thread
 * only; no clock of its own.
 */
#ifndef MMSTALL_STACK_BUDGET_H
#define MMSTALL_STACK_BUDGET_H

#include <stdint.h>

struct stack_budget {
	uint64_t rate; /* a second */
	uint64_t last_ns;
	uint64_t saved_ns; /* time not yet spent, in which stacks come up */
};

void stack_budget_init(struct stack_budget *budget, uint64_t rate,
		       uint64_t now_ns);

/* Takes up to WANTED out of the budget: how many. */
unsigned stack_budget_take(struct stack_budget *budget, uint64_t now_ns,
			   unsigned wanted);

#endif
