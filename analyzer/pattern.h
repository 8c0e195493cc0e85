/*
 * In which order a file's bytes were touched, as far as its blocking faults
 * tell, and what that is concluded from.
 *
 * A step goes from one fault of a thread on the file to its next one. A thread
 * may follow several places in turn (one for each client), so a step counts as
 * going ahead when it goes a little ahead of any of the last few places.
 */
#ifndef MMSTALL_PATTERN_H
#define MMSTALL_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

enum order {
	ORDER_UNKNOWN, /* too few steps to tell */
	ORDER_SEQUENTIAL,
	ORDER_STRIDED,
	ORDER_RANDOM,
	ORDER_RUNS, /* reads on now and then: short runs at many places */
};

/* With fewer steps, or fewer pages, nothing is said. */
#define PATTERN_STEPS_MIN 8

/* Steps of this length or less are what reading on looks like: the kernel's
 * own readahead and fault-around windows are as large (read_ahead_kb 128). */
#define PATTERN_WINDOW_BYTES (UINT64_C(128) << 10)

/* At most so many bytes are "a little ahead", … */
#define PATTERN_NEAR_BYTES_MAX (UINT64_C(16) << 20)
/* … and at most such a part of what was touched, so that a step to anywhere
 * is seldom one: with PATTERN_PLACES of them, one in eight. */
#define PATTERN_NEAR_PART      32
#define PATTERN_PLACES         4

struct pattern {
	enum order order;
	uint64_t steps;
	uint64_t ahead;       /* of these, a little ahead: */
	uint64_t near_bytes;  /* at most so far */
	int64_t stride_bytes; /* the commonest step, if half of them are it */
	uint64_t stride_steps;
	uint64_t pages;         /* different pages that faults brought in */
	uint64_t refaults;      /* faults on a page that one had brought in */
	uint64_t brought_bytes; /* at least: whole pages, readahead unseen */
	bool is_reread;         /* refaults are a tenth of all */
};

#endif
