/*
 * CLOCK_MONOTONIC for half the price, where a thread reads it at every wait.
 * The processor's tick counter says how long ago the thread last read the
 * clock; a fifth of a millisecond later at most it reads the clock again, so
 * the answer is behind the clock by some ten nanoseconds, and never ahead.
 *
 * Only where the kernel itself keeps its time by that counter (x86-64, clock
 * source tsc): then it runs evenly, and alike on all processors. Elsewhere, and
 * before the first calibration, this is the clock.
 */
#ifndef MMSTALL_TICKS_H
#define MMSTALL_TICKS_H

#include <stdatomic.h>
#include <stdint.h>

#include "sys.h"

/* A moment by both; owner thread only. */
struct ticks_anchor {
	uint64_t ticks, ns;
};

struct ticks {
	_Atomic uint64_t window; /* an anchor is good for so many ticks; 0: the
				  * counter is not used */
	uint64_t ns_per_tick;    /* times 2^32; set before `window` */
};

extern struct ticks ticks;

/* Collector, at each round: measures the counter's rate, once. */
void ticks_calibrate(void);

#if defined(__x86_64__)
/* The clock, and the counter just after. */
uint64_t ticks_anchor(struct ticks_anchor *anchor, uint64_t window);

static inline uint64_t ticks_now_ns(struct ticks_anchor *anchor)
{
	uint64_t window = atomic_load_explicit(
		&ticks.window,
		memory_order_acquire); /* pairs with ticks_calibrate's release
					*/
	uint64_t passed;

	if (!window)
		return now_ns();
	passed = __builtin_ia32_rdtsc() - anchor->ticks;
	if (passed >= window)
		return ticks_anchor(anchor, window);
	return anchor->ns + (passed * ticks.ns_per_tick >> 32);
}
#else
static inline uint64_t ticks_now_ns(struct ticks_anchor *anchor)
{
	(void)anchor;
	return now_ns();
}
#endif

#endif
