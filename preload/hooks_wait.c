/*
 * The wait functions. Each hook: the wait begins (an iteration may have
 * ended), the real wait, the wait has ended (an iteration begins). errno is
 * the real call's: nothing around it makes a libc call that sets it.
 */
#include "host_thread.h"
#include "hooks_wait.h"
#include "log_format.h"
#include "real.h"
#include "session.h"
#include "sys.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms,
		      size_t fds_size);
EXPORT int __ppoll_chk(struct pollfd *fds, nfds_t count,
		       const struct timespec *timeout, const sigset_t *mask,
		       size_t fds_size);

#define EPOLL(kind, epfd) wait_of((kind), (uint32_t)(epfd))
#define CALL(kind) \
	wait_of((kind), (uint64_t)(uintptr_t)__builtin_return_address(0))

static void count_short(struct host_thread *thread, uint64_t len_ns)
{
	_Atomic uint64_t *count = &thread->short_count[log_hist_bucket(len_ns)];

	/* This thread is the only writer: no read-modify-write is needed. */
	atomic_store_explicit(
		count, atomic_load_explicit(count, memory_order_relaxed) + 1,
		memory_order_relaxed);
	atomic_store_explicit(&thread->short_sum_ns,
			      atomic_load_explicit(&thread->short_sum_ns,
						   memory_order_relaxed) +
				      len_ns,
			      memory_order_relaxed);
}

static void note_new_loop(struct host_thread *thread, uint64_t now)
{
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = now,
			.kind = EVENT_LOOP,
			.loop = { .wait = thread->loop.wait.kind,
				  .identity = thread->loop.wait.identity },
		});
	session_wake_collector();
}

/* What the iteration that has just ended used; read for long ones only. */
static struct usage usage_of(struct host_thread *thread, uint64_t len_ns)
{
	struct usage now;

	if (!thread->has_usage || len_ns < session.min_iteration_ns ||
	    !usage_read(&now))
		return (struct usage){ 0 };
	return usage_between(&thread->usage, &now);
}

static void note_iteration(struct host_thread *thread,
			   const struct loop_step *step)
{
	uint64_t len_ns = step->end_ns - step->begin_ns;

	thread->wants_after = len_ns >= session.min_iteration_ns;
	if (len_ns < session.min_event_ns) {
		count_short(thread, len_ns);
		return;
	}
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = step->end_ns,
			.kind = EVENT_ITERATION,
			.iteration = { .ready = step->ready,
				       .nested = step->nested,
				       .number = step->number,
				       .begin_ns = step->begin_ns,
				       .nested_ns = step->nested_ns,
				       .usage = usage_of(thread, len_ns) },
		});
	/* The collector may be in a long sleep; a flag read when it is not. */
	if (atomic_load_explicit(&session.collector_idles,
				 memory_order_relaxed))
		session_wake_collector();
}

void wait_begin(struct wait wait)
{
	struct host_thread *thread = hook_enter();
	struct loop_step step;
	uint64_t now;

	if (!thread)
		return;
	now = now_ns();
	step = loop_wait_begin(&thread->loop, wait.kind, wait.identity, now);
	if (thread->loop.is_waiting)
		atomic_store_explicit(&thread->open_begin_ns, 0,
				      memory_order_relaxed);
	if (step.is_new_loop && !step.is_of_old)
		note_new_loop(thread, now);
	if (step.has_ended)
		note_iteration(thread, &step);
	if (step.is_of_old)
		note_new_loop(thread, now);
	hook_leave(thread);
}

void wait_end(struct wait wait, int ready)
{
	struct host_thread *thread = hook_enter();
	struct loop *loop;
	uint64_t now;

	if (!thread)
		return;
	loop = &thread->loop;
	now = now_ns();
	/* The first wait of what turns out to be a loop begins an iteration. */
	if (session.is_lesser &&
	    (!loop->wait.identity || loop->wait.identity == wait.identity))
		thread->has_usage = usage_read(&thread->usage);
	if (loop_wait_end(loop, wait.identity, ready, now)) {
		atomic_store_explicit(&thread->open_number, loop->number + 1,
				      memory_order_relaxed);
		atomic_store_explicit(&thread->open_ready, loop->ready,
				      memory_order_relaxed);
		atomic_store_explicit(&thread->open_begin_ns, now,
				      memory_order_release);
		if (thread->wants_after) {
			thread->wants_after = false;
			host_thread_note(
				thread,
				&(struct event){
					.t_ns = now,
					.kind = EVENT_AFTER,
					.after = { .ready = loop->ready,
						   .number = loop->number,
						   .waited_ns =
							   now -
							   loop->wait_begin_ns },
				});
		}
	}
	hook_leave(thread);
}

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
