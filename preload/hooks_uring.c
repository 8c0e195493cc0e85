/*
 * liburing's exported functions that wait. Its system calls are made inline,
 * past libc. A loop on an io_uring is known by the ring's address here, by its
 * descriptor where io_uring_enter is called.
 *
 * Unlike libc's, these functions come from a library that may be loaded late,
 * for a plugin only: real_find_for() looks where the caller would have.
 */
#include <errno.h>
#include <stdint.h>

#include "real.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

struct io_uring;
struct io_uring_cqe;
struct __kernel_timespec;

/* Name and parameters; all return an int, or a negative errno value. */
#define URING_FUNCTIONS(X)                                                \
	X(io_uring_submit_and_wait, (struct io_uring *, unsigned))        \
	X(io_uring_submit_and_wait_timeout,                               \
	  (struct io_uring *, struct io_uring_cqe **, unsigned,           \
	   struct __kernel_timespec *, sigset_t *))                       \
	X(io_uring_wait_cqes,                                             \
	  (struct io_uring *, struct io_uring_cqe **, unsigned,           \
	   struct __kernel_timespec *, sigset_t *))                       \
	X(io_uring_wait_cqe_timeout,                                      \
	  (struct io_uring *, struct io_uring_cqe **,                     \
	   struct __kernel_timespec *))                                   \
	X(__io_uring_get_cqe, (struct io_uring *, struct io_uring_cqe **, \
			       unsigned, unsigned, sigset_t *))           \
	X(io_uring_enter,                                                 \
	  (unsigned, unsigned, unsigned, unsigned, sigset_t *))           \
	X(io_uring_enter2,                                                \
	  (unsigned, unsigned, unsigned, unsigned, sigset_t *, size_t))

enum uring_index {
#define URING_ENUM(name, params) URING_##name,
	URING_FUNCTIONS(URING_ENUM)
#undef URING_ENUM
	URING_COUNT,
};

#define URING_DECLARE(name, params)           \
	typedef int uring_##name##_fn params; \
	EXPORT int name params;
URING_FUNCTIONS(URING_DECLARE)
#undef URING_DECLARE

static void *find(enum uring_index index, const void *caller)
{
	static const char *const names[] = {
#define URING_NAME(name, params) #name,
		URING_FUNCTIONS(URING_NAME)
#undef URING_NAME
	};
	static _Atomic(void *) found[URING_COUNT];
	void *function = atomic_load_explicit(&found[index],
					      memory_order_relaxed);

	if (function)
		return function;
	function = real_find_for(names[index], caller);
	atomic_store_explicit(&found[index], function, memory_order_relaxed);
	return function;
}

/* Waits for COUNT completions; LOOP is a ring's address or descriptor. */
#define WAIT_IN(name, loop, count, ...)                                       \
	({                                                                    \
		uring_##name##_fn *real = (uring_##name##_fn *)find(          \
			URING_##name, __builtin_return_address(0));           \
		struct wait wait = wait_of(WAIT_IO_URING, (uintptr_t)(loop)); \
		bool is_wait = (count) > 0;                                   \
		int result = -ENOSYS;                                         \
                                                                              \
		if (is_wait)                                                  \
			wait_begin(wait);                                     \
		if (real)                                                     \
			result = real(__VA_ARGS__);                           \
		if (is_wait)                                                  \
			wait_end(wait, result < 0 ? 0 : (int)(count));        \
		result;                                                       \
	})

int io_uring_submit_and_wait(struct io_uring *ring, unsigned count)
{
	return WAIT_IN(io_uring_submit_and_wait, ring, count, ring, count);
}

int io_uring_submit_and_wait_timeout(struct io_uring *ring,
				     struct io_uring_cqe **done, unsigned count,
				     struct __kernel_timespec *timeout,
				     sigset_t *mask)
{
	return WAIT_IN(io_uring_submit_and_wait_timeout, ring, count, ring,
		       done, count, timeout, mask);
}

int io_uring_wait_cqes(struct io_uring *ring, struct io_uring_cqe **done,
		       unsigned count, struct __kernel_timespec *timeout,
		       sigset_t *mask)
{
	return WAIT_IN(io_uring_wait_cqes, ring, count, ring, done, count,
		       timeout, mask);
}

int io_uring_wait_cqe_timeout(struct io_uring *ring, struct io_uring_cqe **done,
			      struct __kernel_timespec *timeout)
{
	return WAIT_IN(io_uring_wait_cqe_timeout, ring, 1, ring, done, timeout);
}

int __io_uring_get_cqe(struct io_uring *ring, struct io_uring_cqe **done,
		       unsigned submit, unsigned count, sigset_t *mask)
{
	return WAIT_IN(__io_uring_get_cqe, ring, count, ring, done, submit,
		       count, mask);
}

int io_uring_enter(unsigned fd, unsigned submit, unsigned count, unsigned flags,
		   sigset_t *mask)
{
	return WAIT_IN(io_uring_enter, fd, count, fd, submit, count, flags,
		       mask);
}

int io_uring_enter2(unsigned fd, unsigned submit, unsigned count,
		    unsigned flags, sigset_t *mask, size_t mask_size)
{
	return WAIT_IN(io_uring_enter2, fd, count, fd, submit, count, flags,
		       mask, mask_size);
}
