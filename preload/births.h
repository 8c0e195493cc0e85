/*
 * Whether so many threads begin that it does not pay to look at each one at
 * once. Opening the events of a thread costs more than the whole life of one
 * that only adds two numbers, so in a storm of those the collector waits until
 * a thread has lived for YOUNG_NS; most have ended by then, and their own exit
 * notices tell what the kernel counted for them. Collector thread only; no
 * clock of its own.
 */
#ifndef MMSTALL_BIRTHS_H
#define MMSTALL_BIRTHS_H

#include <stdbool.h>
#include <stdint.h>

/* A blocking fault in a thread's first moment is measured from then on. */
#define YOUNG_NS UINT64_C(1000000)

struct births {
	uint64_t last_ns;
	int64_t saved_ns; /* time in which threads may begin; negative: debt */
};

void births_init(struct births *births, uint64_t now_ns);

/* COUNT threads more have begun by NOW_NS. */
void births_add(struct births *births, unsigned count, uint64_t now_ns);

/* More than 500 a second do, after some hundreds at once that are nothing
 * unusual. */
static inline bool births_are_many(const struct births *births)
{
	return births->saved_ns < 0;
}

#endif
