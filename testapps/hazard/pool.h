/*
 * The cure that file I/O of event loops uses: threads that wait for the disk in
 * pread(), while the loop hears of results through a descriptor.
 *
 * The jobs are the caller's; a job belongs to the pool from pool_submit()
 * until pool_take_done() returns it.
 */
#ifndef HAZARD_POOL_H
#define HAZARD_POOL_H

#include "hazard/plan.h"
#include "hazard/protocol.h"

#include <pthread.h>

enum {
	POOL_MAX_THREADS = 64
};

struct job {
	struct job *next; /* of the list it is in */
	unsigned client;  /* the caller's note: whose request it is */
	struct request request;
	struct reply reply;
};

struct pool {
	const struct plan *plan;
	int file_fd;
	int done_fd; /* an eventfd: readable when a job is done */
	unsigned threads;
	pthread_t thread[POOL_MAX_THREADS];
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t todo_grew;
	struct job *todo, **todo_end;
	struct job *done;
	bool ending;
};

/* Exits with one sentence on failure. */
void pool_start(struct pool *pool, unsigned threads, const struct plan *plan,
		int file_fd);
void pool_submit(struct pool *pool, struct job *job);

/* All jobs that are done, as a list in no order; NULL if there are none. */
struct job *pool_take_done(struct pool *pool);

/* There must be no job left. Joins the threads. */
void pool_stop(struct pool *pool);

#endif
