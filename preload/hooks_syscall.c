/*
 * syscall(): waits that are made without their libc wrappers (runtimes with
 * their own bindings, io_uring). Everything else must cost next to nothing and
 * must leave no frame behind: a system call can return twice, or on another
 * stack (clone, vfork). So the rest is one comparison and a jump.
 *
 * Declared with all its arguments instead of "...": the same registers, and no
 * need to go through them.
 */
#include <linux/futex.h>
#include <sys/syscall.h>

#include "real.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT long mmstall_syscall(long number, long a, long b, long c, long d, long e,
			    long f) __asm__("syscall");

struct arguments {
	long number;
	long a, b, c, d, e, f;
};

/* The calls that wait, if their arguments say so. */
static inline bool may_wait(long number)
{
	switch (number) {
#ifdef SYS_epoll_wait
	case SYS_epoll_wait:
	case SYS_poll:
	case SYS_select:
#endif
	case SYS_epoll_pwait:
	case SYS_epoll_pwait2:
	case SYS_ppoll:
	case SYS_pselect6:
	case SYS_io_uring_enter:
	case SYS_rt_sigtimedwait:
	case SYS_futex:
		return true;
	default:
		return false;
	}
}

static enum wait_kind kind_of(long number)
{
	switch (number) {
	case SYS_epoll_pwait:
		return WAIT_EPOLL_PWAIT;
	case SYS_epoll_pwait2:
		return WAIT_EPOLL_PWAIT2;
#ifdef SYS_epoll_wait
	case SYS_poll:
		return WAIT_POLL;
	case SYS_select:
		return WAIT_SELECT;
#endif
	case SYS_ppoll:
		return WAIT_PPOLL;
	case SYS_pselect6:
		return WAIT_PSELECT;
	case SYS_io_uring_enter:
		return WAIT_IO_URING;
	case SYS_rt_sigtimedwait:
		return WAIT_SIGTIMEDWAIT;
	case SYS_futex:
		return WAIT_FUTEX;
	default:
		return WAIT_EPOLL;
	}
}

static struct wait wait_from(const struct arguments *x, const void *caller)
{
	enum wait_kind kind = kind_of(x->number);

	switch (kind) {
	case WAIT_EPOLL:
	case WAIT_EPOLL_PWAIT:
	case WAIT_EPOLL_PWAIT2:
	case WAIT_IO_URING:
		return wait_of(kind, (uint32_t)x->a);
	case WAIT_FUTEX:
		return wait_of(kind, (uintptr_t)x->a);
	default:
		return wait_of(kind, (uintptr_t)caller);
	}
}

static bool is_futex_wait(long operation)
{
	long command = operation & FUTEX_CMD_MASK;

	return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

static long call(const struct arguments *x)
{
	return REAL(syscall)(x->number, x->a, x->b, x->c, x->d, x->e, x->f);
}

static long call_parked(const struct arguments *x)
{
	bool is_noted = park_begin();
	long result = call(x);

	if (is_noted)
		park_end();
	return result;
}

static long call_waiting(const struct arguments *x, struct wait wait)
{
	long result;

	wait_begin(wait);
	result = call(x);
	/* io_uring_enter returns what was submitted, not what is ready. */
	wait_end(wait, wait.kind == WAIT_IO_URING ? 0 : (int)result);
	return result;
}

static __attribute__((noinline)) long wait_by_number(const struct arguments *x,
						     const void *caller)
{
	if (x->number == SYS_futex) {
		if (!is_futex_wait(x->b))
			return call(x);
		if (!futex_is_loops())
			return call_parked(x);
	}
	/* One that asks for no completions only submits. */
	if (x->number == SYS_io_uring_enter && x->c <= 0)
		return call(x);
	return call_waiting(x, wait_from(x, caller));
}

long mmstall_syscall(long number, long a, long b, long c, long d, long e,
		     long f)
{
	if (__builtin_expect(may_wait(number), 0))
		return wait_by_number(
			&(struct arguments){ number, a, b, c, d, e, f },
			__builtin_return_address(0));
	return REAL(syscall)(number, a, b, c, d, e, f);
}
