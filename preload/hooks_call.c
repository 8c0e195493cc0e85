/*
 * msync, madvise, posix_madvise, mlock, mlock2: timed, and noted when they took
 * long or say how a mapping is going to be used.
 */
#include <sys/mman.h>

#include "calls.h"
#include "host_thread.h"
#include "note_call.h"
#include "real.h"
#include "session.h"
#include "sys.h"

#define EXPORT __attribute__((visibility("default")))

static uint64_t clock_ns(void)
{
	struct host_thread *thread = host_thread_self();

	return thread ? ticks_now_ns(&thread->clock) : now_ns();
}

uint64_t note_call_begin(void)
{
	return session_is_live() ? clock_ns() : 0;
}

void note_call_end(enum call_kind kind, int argument, uintptr_t start,
		   size_t len, uint64_t begin_ns)
{
	struct host_thread *thread;
	uint64_t end_ns;

	if (!begin_ns)
		return;
	end_ns = clock_ns();
	if (end_ns - begin_ns < session.min_fault_ns &&
	    !call_is_advice(kind, argument))
		return;
	thread = hook_enter();
	if (!thread)
		return;
	host_thread_note(thread,
			 &(struct event){ .t_ns = end_ns,
					  .kind = EVENT_CALL,
					  .call = { .kind = kind,
						    .argument = argument,
						    .start = start,
						    .len = len,
						    .begin_ns = begin_ns } });
	hook_leave(thread);
}

EXPORT int msync(void *at, size_t len, int flags)
{
	uint64_t begin_ns = note_call_begin();
	int result = REAL(msync)(at, len, flags);

	note_call_end(CALL_MSYNC, flags, (uintptr_t)at, len, begin_ns);
	return result;
}

EXPORT int madvise(void *at, size_t len, int advice)
{
	uint64_t begin_ns = note_call_begin();
	int result = REAL(madvise)(at, len, advice);

	if (result == 0)
		note_call_end(CALL_MADVISE, advice, (uintptr_t)at, len,
			      begin_ns);
	return result;
}

EXPORT int posix_madvise(void *at, size_t len, int advice)
{
	uint64_t begin_ns = note_call_begin();
	int result = REAL(posix_madvise)(at, len, advice);

	/* The numbers of POSIX are those of madvise(2), but for DONTNEED,
	 * which glibc makes do nothing. */
	if (result == 0 && advice != POSIX_MADV_DONTNEED)
		note_call_end(CALL_MADVISE, advice, (uintptr_t)at, len,
			      begin_ns);
	return result;
}

EXPORT int mlock(const void *at, size_t len)
{
	uint64_t begin_ns = note_call_begin();
	int result = REAL(mlock)(at, len);

	if (result == 0)
		note_call_end(CALL_MLOCK, 0, (uintptr_t)at, len, begin_ns);
	return result;
}

EXPORT int mlock2(const void *at, size_t len, unsigned flags)
{
	uint64_t begin_ns = note_call_begin();
	int result = REAL(mlock2)(at, len, flags);

	if (result == 0)
		note_call_end(CALL_MLOCK, (int)flags, (uintptr_t)at, len,
			      begin_ns);
	return result;
}
