#include "queued.h"

uint64_t queued_behind(const struct iteration *iteration)
{
	return iteration->after_ns < QUEUED_WAIT_NS ? iteration->after_ready
						    : 0;
}

void queued_add(struct queued *queued, const struct iteration *iteration,
		uint64_t len_ns)
{
	uint64_t events;

	if (!iteration->has_after) {
		queued->not_known++;
		return;
	}
	events = queued_behind(iteration);
	queued->events += events;
	queued->event_ns += events * len_ns;
}

void queued_join(struct queued *sum, const struct queued *queued)
{
	sum->events += queued->events;
	sum->event_ns += queued->event_ns;
	sum->not_known += queued->not_known;
}
