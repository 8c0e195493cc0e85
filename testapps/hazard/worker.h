/*
 * A thread that touches cold pages too, through a mapping of its own. It blocks
 * nobody: its faults are none of the loop's.
 */
#ifndef HAZARD_WORKER_H
#define HAZARD_WORKER_H

#include "common/truth.h"
#include "hazard/plan.h"

#include <pthread.h>

struct worker {
	pthread_t thread;
	const struct plan *plan;
	const void *base; /* the mapping; the caller's */
	pthread_barrier_t *start;
	int done_fd; /* an eventfd, readable once the worker is done */
	/* Written by the thread, to be read when done_fd is readable: */
	pid_t tid;
	unsigned wrong;
	struct touch_log touches;
};

/*
 * Creates the thread; it waits on start before it touches anything. Exits with
 * one sentence on failure.
 */
void worker_start(struct worker *worker, const struct plan *plan,
		  const void *base, pthread_barrier_t *start);
void worker_join(struct worker *worker);
void worker_release(struct worker *worker);

#endif
