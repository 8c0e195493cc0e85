/*
 * What the hooks of wait functions share, wherever the wait is called: on the
 * calling thread, before and after the real call. errno is the real call's:
 * nothing here makes a libc call that sets it.
 */
#ifndef MMSTALL_WAITS_H
#define MMSTALL_WAITS_H

#include <stdbool.h>
#include <stdint.h>

#include "loop.h"

/* What identifies a wait: computed in the hook, used before and after. */
struct wait {
	enum wait_kind kind;
	uint64_t identity;
};

/* ID: an epoll or io_uring descriptor, the address of an io_uring or a futex,
 * or that of the call. */
static inline struct wait wait_of(enum wait_kind kind, uint64_t id)
{
	return (struct wait){ kind, loop_identity(kind, id) };
}

/* Around the real call; no-ops unless the session is live. */
void wait_begin(struct wait wait);
void wait_end(struct wait wait, int ready);

/* The thread is in WAIT of its loop, between the two. */
bool wait_is_open(struct wait wait);

/*
 * Around a wait for other threads (a condition variable, a futex), in the same
 * way. True: park_end() is to be called. A thread without a loop has nothing
 * to note, and pays for next to nothing.
 */
bool park_begin(void);
void park_end(void);

/*
 * Whether a wait on a futex is the calling thread's own way of waiting for
 * events: the main thread of a scheduler that has no descriptors. Otherwise it
 * is a wait for other threads.
 */
bool futex_is_loops(void);

#endif
