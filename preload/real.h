/*
 * The functions that stand behind our hooks: the next definition in the
 * loader's order, libc's or another preloaded library's. All are looked up in
 * the constructor. A hook that is called earlier looks its own up, but for the
 * mapping calls: allocators make those before any constructor, with their
 * locks held, and get the bare system call.
 */
#ifndef MMSTALL_REAL_H
#define MMSTALL_REAL_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <threads.h>

/* Name, return type, parameters. */
#define REAL_FUNCTIONS(X)                                                      \
	X(mmap, void *, (void *, size_t, int, int, int, off_t))                \
	X(mmap64, void *, (void *, size_t, int, int, int, off64_t))            \
	X(munmap, int, (void *, size_t))                                       \
	X(mremap, void *, (void *, size_t, size_t, int, ...))                  \
	X(msync, int, (void *, size_t, int))                                   \
	X(madvise, int, (void *, size_t, int))                                 \
	X(posix_madvise, int, (void *, size_t, int))                           \
	X(mlock, int, (const void *, size_t))                                  \
	X(mlock2, int, (const void *, size_t, unsigned))                       \
	X(epoll_wait, int, (int, struct epoll_event *, int, int))              \
	X(epoll_pwait, int,                                                    \
	  (int, struct epoll_event *, int, int, const sigset_t *))             \
	X(epoll_pwait2, int,                                                   \
	  (int, struct epoll_event *, int, const struct timespec *,            \
	   const sigset_t *))                                                  \
	X(poll, int, (struct pollfd *, nfds_t, int))                           \
	X(ppoll, int,                                                          \
	  (struct pollfd *, nfds_t, const struct timespec *,                   \
	   const sigset_t *))                                                  \
	X(__poll_chk, int, (struct pollfd *, nfds_t, int, size_t))             \
	X(__ppoll_chk, int,                                                    \
	  (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *, \
	   size_t))                                                            \
	X(select, int, (int, fd_set *, fd_set *, fd_set *, struct timeval *))  \
	X(pselect, int,                                                        \
	  (int, fd_set *, fd_set *, fd_set *, const struct timespec *,         \
	   const sigset_t *))                                                  \
	X(write, ssize_t, (int, const void *, size_t))                         \
	X(pwrite, ssize_t, (int, const void *, size_t, off_t))                 \
	X(pwrite64, ssize_t, (int, const void *, size_t, off64_t))             \
	X(writev, ssize_t, (int, const struct iovec *, int))                   \
	X(pwritev, ssize_t, (int, const struct iovec *, int, off_t))           \
	X(pwritev64, ssize_t, (int, const struct iovec *, int, off64_t))       \
	X(send, ssize_t, (int, const void *, size_t, int))                     \
	X(sendto, ssize_t,                                                     \
	  (int, const void *, size_t, int, const struct sockaddr *,            \
	   socklen_t))                                                         \
	X(sendmsg, ssize_t, (int, const struct msghdr *, int))                 \
	X(sendmmsg, int, (int, struct mmsghdr *, unsigned, int))               \
	X(sigwait, int, (const sigset_t *, int *))                             \
	X(sigwaitinfo, int, (const sigset_t *, siginfo_t *))                   \
	X(sigtimedwait, int,                                                   \
	  (const sigset_t *, siginfo_t *, const struct timespec *))            \
	X(pthread_cond_wait, int, (pthread_cond_t *, pthread_mutex_t *))       \
	X(pthread_cond_timedwait, int,                                         \
	  (pthread_cond_t *, pthread_mutex_t *, const struct timespec *))      \
	X(pthread_cond_clockwait, int,                                         \
	  (pthread_cond_t *, pthread_mutex_t *, clockid_t,                     \
	   const struct timespec *))                                           \
	X(cnd_wait, int, (cnd_t *, mtx_t *))                                   \
	X(cnd_timedwait, int, (cnd_t *, mtx_t *, const struct timespec *))     \
	X(pthread_create, int,                                                 \
	  (pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))    \
	X(thrd_create, int, (thrd_t *, thrd_start_t, void *))                  \
	X(syscall, long, (long, long, long, long, long, long, long))           \
	X(execve, int, (const char *, char *const[], char *const[]))           \
	X(execv, int, (const char *, char *const[]))                           \
	X(execvp, int, (const char *, char *const[]))                          \
	X(execvpe, int, (const char *, char *const[], char *const[]))          \
	X(fexecve, int, (int, char *const[], char *const[]))                   \
	X(execveat, int,                                                       \
	  (int, const char *, char *const[], char *const[], int))              \
	X(daemon, int, (int, int))                                             \
	X(_exit, void, (int))

enum real_index {
#define REAL_ENUM(name, ret, params) REAL_##name,
	REAL_FUNCTIONS(REAL_ENUM)
#undef REAL_ENUM
	REAL_COUNT,
};

#define REAL_TYPE(name, ret, params) typedef ret real_##name##_fn params;
REAL_FUNCTIONS(REAL_TYPE)
#undef REAL_TYPE

extern _Atomic(void *) real_table[REAL_COUNT];

/* Looks up every function; in the constructor. */
void real_init(void);

/* The function of INDEX when real_init() has not run; NULL: libc has none. */
void *real_resolve(enum real_index index);

/*
 * The function NAME of a library that need not be there from the start, as the
 * code at CALLER would have found it without us. NULL: there is none. Asks the
 * loader, so it is for hooks whose callers may do that too, and once only:
 * the library stays loaded from then on.
 */
void *real_find_for(const char *name, const void *caller);

static inline void *real_get(enum real_index index)
{
	void *function = atomic_load_explicit(&real_table[index],
					      memory_order_relaxed);

	return function ? function : real_resolve(index);
}

/* REAL(poll)(fds, count, timeout) */
#define REAL(name) ((real_##name##_fn *)real_get(REAL_##name))

#endif
