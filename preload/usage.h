/*
 * The lesser mode: where faults cannot be sampled, what the kernel counts for
 * the thread as a whole is read at both ends of an iteration. It tells how
 * many faults and sleeps an iteration had, not which nor how long.
 */
#ifndef MMSTALL_USAGE_H
#define MMSTALL_USAGE_H

#include <stdbool.h>
#include <stdint.h>

struct usage {
	uint32_t minor, major; /* faults */
	uint32_t voluntary;    /* times that the thread went to sleep */
	uint32_t involuntary;  /* times that it was preempted */
};

/* Of the calling thread, by a raw getrusage(2). False: refused, or not to be
 * asked for. */
bool usage_read(struct usage *usage);

/* What came between FROM and TO; correct across 32-bit overflow. */
struct usage usage_between(const struct usage *from, const struct usage *to);

#endif
