/*
 * The event loop: one thread that waits in epoll_wait, and calls back what is
 * ready. Callbacks are: a client's request, the tick of a timer, a job that the
 * pool has done, the worker's end. In the modes mmap and warm a request's
 * callback touches mapped pages, as an innocent program would.
 */
#ifndef HAZARD_SERVER_H
#define HAZARD_SERVER_H

#include "common/truth.h"
#include "hazard/clients.h"
#include "hazard/job.h"
#include "hazard/plan.h"
#include "hazard/worker.h"

/* An iteration of at least this long is a stall. */
#define SERVER_STALL_NS (10 * NS_PER_MS)

struct server;

struct source {
	int fd;
	void (*on_ready)(struct server *server, struct source *source);
};

/* By the loop's own clock; an iteration is from one wait to the next. */
struct server_truth {
	uint64_t iterations;
	uint64_t stalls;
	uint64_t longest_iteration_ns;
	uint64_t ticks;
	uint64_t longest_tick_late_ns;
	uint64_t unsent; /* replies */
};

/* All pointers are the caller's. */
struct server {
	const struct plan *plan;
	const void *base;  /* the mapping that requests are served from */
	struct pool *pool; /* NULL: touch the mapping instead */
	int file_fd;       /* what the pool reads */

	int epoll_fd;
	struct source tick;
	struct source pool_done;
	struct source worker_done;
	struct source *clients; /* by the client's number */
	struct job *jobs;       /* of each client, used with a pool */
	unsigned sources_open;  /* clients and worker that have not ended */
	uint64_t tick_ns;
	uint64_t next_tick_ns; /* when the timer's next expiry is due */

	struct touch_log touches;
	struct server_truth truth;
};

/* worker and pool may be NULL. Exits with one sentence on failure. */
void server_init(struct server *server, const struct plan *plan,
		 const void *base, const struct clients *clients,
		 const struct worker *worker, struct pool *pool, int file_fd,
		 uint64_t tick_ns);

/* Starts the timer; returns when the clients and the worker have ended. */
void server_run(struct server *server);
void server_release(struct server *server);

#endif
