/*
 * syscall(): waits that are made without their libc wrappers (runtimes with
 * their own bindings, io_uring). Everything else must cost next to nothing and
 * must leave no frame behind: a system call can return twice, or on another
 * stack (clone, vfork). So the rest is one comparison and a jump.
 *
 * Declared with all its arguments instead of "...": the same registers, and no
 * need to go through them.
 */
#include <sys/syscall.h>

#include "hooks_wait.h"
#include "real.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT long mmstall_syscall(long number, long a, long b, long c, long d, long e,
			    long f) __asm__("syscall");

/* Family and id of a wait; false: NUMBER is none. */
static inline bool is_wait(long number, long a, long c, const void *caller,
			   struct wait *wait)
{
	switch (number) {
#ifdef SYS_epoll_wait
	case SYS_epoll_wait:
		*wait = wait_of(WAIT_EPOLL, (uint32_t)a);
		return true;
#endif
	case SYS_epoll_pwait:
		*wait = wait_of(WAIT_EPOLL_PWAIT, (uint32_t)a);
		return true;
	case SYS_epoll_pwait2:
		*wait = wait_of(WAIT_EPOLL_PWAIT2, (uint32_t)a);
		return true;
#ifdef SYS_poll
	case SYS_poll:
		*wait = wait_of(WAIT_POLL, (uintptr_t)caller);
		return true;
#endif
	case SYS_ppoll:
		*wait = wait_of(WAIT_PPOLL, (uintptr_t)caller);
		return true;
#ifdef SYS_select
	case SYS_select:
		*wait = wait_of(WAIT_SELECT, (uintptr_t)caller);
		return true;
#endif
	case SYS_pselect6:
		*wait = wait_of(WAIT_PSELECT, (uintptr_t)caller);
		return true;
	case SYS_io_uring_enter: /* a wait only when it asks for completions */
		*wait = wait_of(WAIT_IO_URING, (uint32_t)a);
		return c > 0;
	default:
		return false;
	}
}

static __attribute__((noinline)) long wait_by_number(struct wait wait,
						     long number, const long *x)
{
	long result;

	wait_begin(wait);
	result = REAL(syscall)(number, x[0], x[1], x[2], x[3], x[4], x[5]);
	/* io_uring_enter returns what was submitted, not what is ready. */
	wait_end(wait, wait.kind == WAIT_IO_URING ? 0 : (int)result);
	return result;
}

long mmstall_syscall(long number, long a, long b, long c, long d, long e,
		     long f)
{
	struct wait wait;

	if (__builtin_expect(
		    is_wait(number, a, c, __builtin_return_address(0), &wait),
		    0))
		return wait_by_number(wait, number,
				      (const long[]){ a, b, c, d, e, f });
	return REAL(syscall)(number, a, b, c, d, e, f);
}
