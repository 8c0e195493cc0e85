/*
 * The wait functions that libc exports. Each hook: the wait begins (an
 * iteration may have ended), the real wait, the wait has ended (an iteration
 * begins).
 */
#include "real.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms,
		      size_t fds_size);
EXPORT int __ppoll_chk(struct pollfd *fds, nfds_t count,
		       const struct timespec *timeout, const sigset_t *mask,
		       size_t fds_size);

#define EPOLL(kind, epfd) wait_of((kind), (uint32_t)(epfd))
#define CALL(kind) \
	wait_of((kind), (uint64_t)(uintptr_t)__builtin_return_address(0))

EXPORT int epoll_wait(int epfd, struct epoll_event *events, int max,
		      int timeout_ms)
{
	struct wait wait = EPOLL(WAIT_EPOLL, epfd);
	int ready;

	wait_begin(wait);
	ready = REAL(epoll_wait)(epfd, events, max, timeout_ms);
	wait_end(wait, ready);
	return ready;
}

EXPORT int epoll_pwait(int epfd, struct epoll_event *events, int max,
		       int timeout_ms, const sigset_t *mask)
{
	struct wait wait = EPOLL(WAIT_EPOLL_PWAIT, epfd);
	int ready;

	wait_begin(wait);
	ready = REAL(epoll_pwait)(epfd, events, max, timeout_ms, mask);
	wait_end(wait, ready);
	return ready;
}

EXPORT int epoll_pwait2(int epfd, struct epoll_event *events, int max,
			const struct timespec *timeout, const sigset_t *mask)
{
	struct wait wait = EPOLL(WAIT_EPOLL_PWAIT2, epfd);
	int ready;

	wait_begin(wait);
	ready = REAL(epoll_pwait2)(epfd, events, max, timeout, mask);
	wait_end(wait, ready);
	return ready;
}

EXPORT int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	struct wait wait = CALL(WAIT_POLL);
	int ready;

	wait_begin(wait);
	ready = REAL(poll)(fds, count, timeout_ms);
	wait_end(wait, ready);
	return ready;
}

EXPORT int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms,
		      size_t fds_size)
{
	struct wait wait = CALL(WAIT_POLL);
	int ready;

	wait_begin(wait);
	ready = REAL(__poll_chk)(fds, count, timeout_ms, fds_size);
	wait_end(wait, ready);
	return ready;
}

EXPORT int ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask)
{
	struct wait wait = CALL(WAIT_PPOLL);
	int ready;

	wait_begin(wait);
	ready = REAL(ppoll)(fds, count, timeout, mask);
	wait_end(wait, ready);
	return ready;
}

EXPORT int __ppoll_chk(struct pollfd *fds, nfds_t count,
		       const struct timespec *timeout, const sigset_t *mask,
		       size_t fds_size)
{
	struct wait wait = CALL(WAIT_PPOLL);
	int ready;

	wait_begin(wait);
	ready = REAL(__ppoll_chk)(fds, count, timeout, mask, fds_size);
	wait_end(wait, ready);
	return ready;
}

EXPORT int select(int count, fd_set *reads, fd_set *writes, fd_set *others,
		  struct timeval *timeout)
{
	struct wait wait = CALL(WAIT_SELECT);
	int ready;

	wait_begin(wait);
	ready = REAL(select)(count, reads, writes, others, timeout);
	wait_end(wait, ready);
	return ready;
}

EXPORT int pselect(int count, fd_set *reads, fd_set *writes, fd_set *others,
		   const struct timespec *timeout, const sigset_t *mask)
{
	struct wait wait = CALL(WAIT_PSELECT);
	int ready;

	wait_begin(wait);
	ready = REAL(pselect)(count, reads, writes, others, timeout, mask);
	wait_end(wait, ready);
	return ready;
}
