/*
 * Work that had to wait behind an iteration: the events that the next wait
 * found ready at once. When each of them became ready is not in the log, so
 * how long they waited is known only as "at most as long as the iteration".
 */
#ifndef MMSTALL_QUEUED_H
#define MMSTALL_QUEUED_H

#include "analyzer/model.h"

/* A wait this long slept: what it returned had not been ready before. */
#define QUEUED_WAIT_NS UINT64_C(100000)

struct queued {
	uint64_t events;
	uint64_t event_ns;  /* each at most as long as its stall, summed up */
	uint64_t not_known; /* stalls that no wait was seen after */
};

/* How many events had queued up behind ITERATION, whose `has_after` is set. */
uint64_t queued_behind(const struct iteration *iteration);

/* Adds what queued up behind ITERATION, LEN_NS long as a stall. */
void queued_add(struct queued *queued, const struct iteration *iteration,
		uint64_t len_ns);

/* The sum of both into SUM. */
void queued_join(struct queued *sum, const struct queued *queued);

#endif
