/*
 * What is asked, and when: fixed before the first request is sent.
 */
#ifndef LOAD_PLAN_H
#define LOAD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load/options.h"

struct task {
	uint64_t due_ns;  /* from the beginning */
	uint64_t sent_ns; /* the same, by the client */
	uint64_t done_ns; /* 0: not answered yet */
	uint64_t offset;
	uint32_t file;
	uint32_t length; /* 0: a ping */
};

struct plan {
	struct task *tasks; /* in the order of time */
	size_t len;
	/* What is answered before it does not count: a server that has just
	 * started, or compiles as it goes, is slow for reasons of its own. */
	uint64_t first_read_ns;
	uint64_t ping_period_ns;
};

static inline bool plan_counts(const struct plan *plan, const struct task *task)
{
	return task->due_ns >= plan->first_read_ns;
}

/* Blocks of OPTIONS's length that its files have: so many reads at most are
 * each on bytes of their own. */
uint64_t plan_blocks(const struct options *options);

/* The reads are on different blocks, in an order that the seed gives; pings
 * begin half a second before the first, and go on for a quarter of a second
 * after the last one. plan_blocks() must suffice.
 */
void plan_make(struct plan *plan, const struct options *options);
void plan_release(struct plan *plan);

/* What the answer must be. */
uint64_t plan_sum(const struct task *task);

#endif
