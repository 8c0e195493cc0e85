/*
 * How long each iteration took, noted by the thread that does them. The memory
 * is allocated and touched in advance: noting never faults.
 */
#ifndef MMSCAN_LAPS_H
#define MMSCAN_LAPS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct lap {
	uint64_t start_ns; /* CLOCK_MONOTONIC */
	uint64_t duration_ns;
};

struct laps {
	pid_t tid; /* of the thread that notes */
	struct lap *each;
	size_t count;
	size_t capacity;
};

/* Exits if there is no memory. */
void laps_init(struct laps *laps, size_t capacity);
void laps_release(struct laps *laps);

/* Exits when the capacity, which its owner computed, was too small. */
void laps_add(struct laps *laps, uint64_t start_ns, uint64_t end_ns);

#endif
