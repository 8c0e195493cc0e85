/*
 * What the pings say together: when the server answered nobody.
 */
#ifndef LOAD_OUTAGE_H
#define LOAD_OUTAGE_H

#include <stddef.h>
#include <stdint.h>

#include "load/plan.h"

struct outage {
	uint64_t count;
	uint64_t sum_ns, longest_ns;
};

/*
 * Pings that waited for more than two of their periods, from when they were
 * sent to their answers: those that overlap are one outage. What the client
 * itself was late with is not in it. The plan's tasks are all answered.
 */
struct outage outage_of(const struct plan *plan);

#endif
