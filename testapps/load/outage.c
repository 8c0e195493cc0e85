#include "load/outage.h"

#include <stdbool.h>

static void add(struct outage *outage, uint64_t from_ns, uint64_t to_ns)
{
	uint64_t len_ns = to_ns - from_ns;

	outage->count++;
	outage->sum_ns += len_ns;
	if (len_ns > outage->longest_ns)
		outage->longest_ns = len_ns;
}

struct outage outage_of(const struct plan *plan)
{
	struct outage outage = { 0 };
	uint64_t from_ns = 0, to_ns = 0;
	bool is_one = false;

	for (size_t i = 0; i < plan->len; i++) {
		const struct task *task = &plan->tasks[i];

		if (task->length || !plan_counts(plan, task) ||
		    task->done_ns - task->sent_ns <= 2 * plan->ping_period_ns)
			continue;
		if (is_one && task->sent_ns <= to_ns) {
			if (task->done_ns > to_ns)
				to_ns = task->done_ns;
			continue;
		}
		if (is_one)
			add(&outage, from_ns, to_ns);
		is_one = true;
		from_ns = task->sent_ns;
		to_ns = task->done_ns;
	}
	if (is_one)
		add(&outage, from_ns, to_ns);
	return outage;
}
