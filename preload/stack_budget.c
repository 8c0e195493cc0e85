#include "stack_budget.h"

#define SECOND_NS UINT64_C(1000000000)
#define SAVED_NS  (SECOND_NS / 4)

/* What is saved at most, but always enough for one. */
static uint64_t saved_max(const struct stack_budget *budget)
{
	uint64_t one_ns = SECOND_NS / budget->rate + 1;

	return one_ns > SAVED_NS ? one_ns : SAVED_NS;
}

void stack_budget_init(struct stack_budget *budget, uint64_t rate,
		       uint64_t now_ns)
{
	*budget = (struct stack_budget){ .rate = rate, .last_ns = now_ns };
	if (rate)
		budget->saved_ns = saved_max(budget);
}

unsigned stack_budget_take(struct stack_budget *budget, uint64_t now_ns,
			   unsigned wanted)
{
	uint64_t most, can;

	if (!budget->rate)
		return 0;
	most = saved_max(budget);
	budget->saved_ns += now_ns - budget->last_ns;
	budget->last_ns = now_ns;
	if (budget->saved_ns > most)
		budget->saved_ns = most;
	can = budget->saved_ns * budget->rate / SECOND_NS;
	if (can > wanted)
		can = wanted;
	budget->saved_ns -= can * SECOND_NS / budget->rate;
	return (unsigned)can;
}
