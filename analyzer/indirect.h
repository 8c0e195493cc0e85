/*
 * Suspected indirect stalls: a loop was asleep in an iteration, neither in a
 * fault nor in a wait for events, while another thread was blocked on a mapped
 * file. The loop may have waited for a lock that the other one held: CPython's
 * interpreter lock, for one. That it did is not in the log: only the overlap.
 */
#ifndef MMSTALL_INDIRECT_H
#define MMSTALL_INDIRECT_H

#include "analyzer/model.h"

struct stall;

struct indirect {
	const struct stall *stall;
	uint64_t asleep_ns;  /* waiting for other threads, or other sleep */
	uint64_t overlap_ns; /* of it at most while another was blocked */
	/* Of those faults (or calls) the one that covers most of the stall. */
	const struct fault *fault;
	const struct thread *thread; /* that took it */
	/* Where the loop slept: seen in this stall, or else in the nearest in
	 * time of its other sleeps; NULL: never seen. */
	const struct stack_sample *sleep;
	bool is_sleep_own;
};

/* Not suspected: less than such a part of the sleep overlaps, … */
#define INDIRECT_SLEEP_PART 2
/* … or less than such a part of the stall. */
#define INDIRECT_STALL_PART 10

#endif
