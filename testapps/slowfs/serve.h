/*
 * The threads that take requests from the kernel and answer them. Their number
 * is fixed: as many reads can be asleep at once.
 *
 * Not libfuse's own loop: that one makes threads while requests arrive (the
 * first reads would be late), has another default limit in each release, and
 * does not tell when a request was taken.
 */
#ifndef SLOWFS_SERVE_H
#define SLOWFS_SERVE_H

#include <pthread.h>
#include <stdatomic.h>

enum {
	SERVE_THREADS = 64
};

struct fuse_session;

struct serve {
	struct fuse_session *session;
	pthread_t threads[SERVE_THREADS];
	unsigned started;
	_Atomic unsigned running; /* counted down by each thread at its end */
};

/*
 * Starts the threads; they inherit the caller's blocked signals. Each sends
 * SIGTERM to the process when it ends, which it does by itself only when the
 * file system was unmounted. Returns 0, or -errno with the threads that could
 * be started still to be stopped.
 */
int serve_start(struct serve *serve, struct fuse_session *session);

/* Returns when the reads in flight have been answered. */
void serve_stop(struct serve *serve);

#endif
