/*
 * Threads that wait for a disk in place of a loop, which hears of the end of
 * a job through a descriptor. Jobs are the caller's; a job belongs to the pool
 * from pool_submit() until pool_take_done() returns it.
 */
#ifndef TESTAPPS_POOL_H
#define TESTAPPS_POOL_H

#include <pthread.h>
#include <stdbool.h>

enum {
	POOL_MAX_THREADS = 64
};

struct pool_job {
	struct pool_job *next; /* of the list it is in */
	void (*work)(void *data);
	void *data;
};

struct pool {
	int done_fd; /* an eventfd: readable when a job is done */
	unsigned threads;
	pthread_t thread[POOL_MAX_THREADS];
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t todo_grew;
	struct pool_job *todo, **todo_end;
	struct pool_job *done;
	bool ending;
};

/* Exits with one sentence on failure. */
void pool_start(struct pool *pool, unsigned threads);
void pool_submit(struct pool *pool, struct pool_job *job);

/*
 * For the loop, when done_fd is readable: all jobs that are done, as a list
 * in no order. At least one: whoever makes it readable adds a job before.
 */
struct pool_job *pool_take_done(struct pool *pool);

/* There must be no job left. Joins the threads. */
void pool_stop(struct pool *pool);

#endif
