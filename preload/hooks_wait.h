/*
 * What the hooks of wait functions share, wherever the wait is called.
 * errno is the real call's: nothing here makes a libc call that sets it.
 */
#ifndef MMSTALL_HOOKS_WAIT_H
#define MMSTALL_HOOKS_WAIT_H

#include <stdint.h>

#include "loop.h"

/* What identifies a wait: computed in the hook, used before and after. */
struct wait {
	enum wait_kind kind;
	uint64_t identity;
};

/* ID: an epoll or io_uring descriptor, or the address of the call. */
static inline struct wait wait_of(enum wait_kind kind, uint64_t id)
{
	return (struct wait){ kind, loop_identity(kind, id) };
}

/* Around the real call; no-ops unless the session is live. */
void wait_begin(struct wait wait);
void wait_end(struct wait wait, int ready);

#endif
