/* What the log says of what it does not hold. */
#include <string.h>

#include "collector_state.h"

/* A hole in the samples is said as soon as it is seen. */
void losses_say_lost(struct collector *collector, struct watch *watch)
{
	if (watch->lost == watch->lost_written)
		return;
	record_lost(&collector->recorder, watch->id, watch->last_sample_ns,
		    watch->lost - watch->lost_written);
	watch->lost_written = watch->lost;
}

/* Losses of our own, counted in full each time they have grown. */
void losses_say_refused(struct collector *collector)
{
	struct recorder *recorder = &collector->recorder;

	if (collector->mappings.refused != collector->mappings_refused) {
		collector->mappings_refused = collector->mappings.refused;
		record_limit(recorder, LOG_LIMIT_MAPS, 0,
			     collector->mappings_refused,
			     "no memory for the table of mappings");
	}
	if (collector->stacks.refused != collector->stacks_refused) {
		collector->stacks_refused = collector->stacks.refused;
		record_limit(recorder, LOG_LIMIT_STACKS, 0,
			     collector->stacks_refused,
			     "too many different stacks");
	}
	if (recorder->log.dropped != collector->log_dropped) {
		const char *why = strerrordesc_np(recorder->log.error);

		collector->log_dropped = recorder->log.dropped;
		record_limit(recorder, LOG_LIMIT_LOG, 0, collector->log_dropped,
			     recorder->log.error && why
				     ? why
				     : "MMSTALL_MAX_LOG was reached");
	}
}
