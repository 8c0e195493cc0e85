#include "births.h"

/* One thread's share of time, and what is saved or owed of it at most. */
#define ONE_NS  INT64_C(2000000)
#define MOST_NS (512 * ONE_NS)

void births_init(struct births *births, uint64_t now_ns)
{
	*births = (struct births){ .last_ns = now_ns, .saved_ns = MOST_NS };
}

void births_add(struct births *births, unsigned count, uint64_t now_ns)
{
	uint64_t passed_ns = now_ns - births->last_ns;

	births->last_ns = now_ns;
	births->saved_ns += passed_ns < 2 * MOST_NS ? (int64_t)passed_ns
						    : 2 * MOST_NS;
	if (births->saved_ns > MOST_NS)
		births->saved_ns = MOST_NS;
	births->saved_ns -= (int64_t)count * ONE_NS;
	if (births->saved_ns < -MOST_NS)
		births->saved_ns = -MOST_NS;
}
