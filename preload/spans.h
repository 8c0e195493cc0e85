/*
 * Stretches of a thread's time that were not spent computing: in blocking
 * faults and calls, asleep, preempted. Kept for the iteration that is under
 * way, then asked for once, in order. Collector thread only.
 */
#ifndef MMSTALL_SPANS_H
#define MMSTALL_SPANS_H

#include <stdint.h>

#include "vec.h"

enum span_kind {
	SPAN_BLOCKED, /* in a blocking fault or call */
	SPAN_ASLEEP,
	SPAN_PREEMPTED,
	SPAN_KINDS,
};

struct spans {
	struct vec kinds[SPAN_KINDS]; /* struct span */
	size_t used[SPAN_KINDS];      /* of these, at the front: done with */
};

void spans_init(struct spans *spans);
void spans_release(struct spans *spans);

/* Sleeps and preemptions come in order; what blocked may come late. Where MOST
 * are kept already, neighbours become one. */
void spans_add(struct spans *spans, enum span_kind kind, uint64_t begin_ns,
	       uint64_t end_ns, size_t most);

/*
 * Time of each kind that lies in BEGIN … END. Asked for in order: what ended
 * before BEGIN is forgotten.
 */
void spans_sum(struct spans *spans, uint64_t begin_ns, uint64_t end_ns,
	       uint64_t sum_ns[SPAN_KINDS]);

/* Time of BEGIN … END in which the thread was blocked; forgets nothing. */
uint64_t spans_blocked(const struct spans *spans, uint64_t begin_ns,
		       uint64_t end_ns);

#endif
