/*
 * What mmstall keeps for each thread of the host: its event ring and its state
 * as a loop. Slots come from chunks that are never given back, so a pointer
 * to one stays valid for the life of the process; a slot is used again after
 * the collector has seen its thread end.
 *
 * Who writes: `state` and the lists as noted; everything else the owner
 * thread only, the collector reads what is atomic.
 */
#ifndef MMSTALL_HOST_THREAD_H
#define MMSTALL_HOST_THREAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "event_ring.h"
#include "loop.h"
#include "session.h"
#include "ticks.h"

enum host_thread_state {
	HOST_THREAD_FREE,     /* by the collector, at the end */
	HOST_THREAD_RESERVED, /* by the thread that took the slot */
	HOST_THREAD_LIVE,     /* by the owner, at its start */
	HOST_THREAD_EXITED,   /* by the owner, as its last act */
};

/* How a thread was noticed; the log says it. */
enum host_thread_origin {
	ORIGIN_MAIN,
	ORIGIN_CREATE,
	ORIGIN_HOOK,
};

/*
 * Iterations shorter than SHORT_LIMIT_NS and too short to hold a disk read
 * are counted here and nowhere else. Indexed by log_hist_bucket().
 */
#define SHORT_LIMIT_NS 10000
#define SHORT_BUCKETS  90

struct host_thread {
	_Atomic uint32_t state;
	_Atomic int32_t tid;
	uint32_t origin; /* enum host_thread_origin */
	uint32_t index;  /* of this slot */
	_Atomic uint32_t next_free;

	uint64_t begun_ns; /* by the owner, before it is LIVE */

	/* From the creating thread to the new one. */
	union {
		void *(*start)(void *argument);   /* pthread_create */
		int (*start_c11)(void *argument); /* thrd_create */
	};
	void *argument;

	/* Frame of the hook that is at work; 0: none. See hook_enter(). */
	volatile uintptr_t hook_frame;

	struct ticks_anchor clock;
	struct loop loop;
	_Atomic uint64_t open_begin_ns; /* of the open iteration; 0: none */
	_Atomic uint64_t open_number;
	_Atomic int32_t open_ready;
	_Atomic uint32_t is_parked; /* 1: asleep for another thread */
	struct usage usage;         /* at its begin, in lesser mode */
	bool has_usage;
	bool wants_after; /* the last iteration was long: log the next wait */
	bool is_ending;   /* its destructors run */
	bool wants_shown; /* the stack of the loop's wait is not known yet */

	/* Its faults in the kernel are sampled: by the collector. */
	_Atomic bool has_kernel_faults;

	/* Faults that the kernel counts for the thread, but were ours. While
	 * own_step is odd there may be more of them: then seen_* are what was
	 * counted without them (watch_counts.c). */
	_Atomic uint32_t own_minor, own_major;
	_Atomic uint32_t own_step;
	_Atomic uint64_t seen_minor, seen_major;

	struct tasks tasks;

	_Atomic uint64_t short_count[SHORT_BUCKETS];
	_Atomic uint64_t short_sum_ns;

	struct event_ring ring;
};

/*
 * Takes a slot: RESERVED, everything else zero. NULL: none left or no memory;
 * the thread goes unrecorded and is counted in host_threads_refused().
 */
struct host_thread *host_thread_reserve(void);

/* Gives a slot back: collector only, or the reserver of an unused one. */
void host_thread_free(struct host_thread *thread);

/* Slots ever used are 0 … count - 1; those FREE in between are unused. */
uint32_t host_threads_count(void);
struct host_thread *host_thread_at(uint32_t index);
uint32_t host_threads_refused(void);

/* Makes the calling thread the owner of THREAD and tells the collector; if it
 * owns another one already, THREAD is given back. */
void host_thread_start(struct host_thread *thread,
		       enum host_thread_origin origin);

/* In a forked child, before anything else: the slots of its parent's threads
 * are none of its own. */
void host_threads_forget(void);

/* Prepares the exit notice; in the constructor, before any other call. */
void host_threads_init(void);

/*
 * initial-exec: the library is there from the start, so its thread-local
 * block is part of every thread's static one and access never allocates.
 */
extern __thread struct host_thread *host_thread_own
	__attribute__((visibility("hidden"), tls_model("initial-exec")));

/* The slot of the calling thread; NULL: none yet, or it is past its end. */
static inline struct host_thread *host_thread_self(void)
{
	return host_thread_own;
}

/* For hook_enter(): the same, but the session of a forked child starts, and a
 * thread without a slot gets one. */
struct host_thread *host_thread_begin(void);

/*
 * Every hook's first and last act around its notes, never around the real
 * call. NULL: nothing is to be noted: no session, the thread is past its
 * end, or a signal handler interrupted a hook of the same thread.
 */
static inline struct host_thread *hook_enter(void)
{
	uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
	struct host_thread *thread = host_thread_self();

	if (!thread || !session_is_live())
		thread = host_thread_begin();
	if (!thread)
		return NULL;
	/*
	 * A hook that is at work in an older frame was interrupted by a signal
	 * handler: leave its ring alone. One in a younger frame was abandoned
	 * by longjmp: take over.
	 */
	if (thread->hook_frame > frame) {
		atomic_fetch_add_explicit(&thread->ring.refused, 1,
					  memory_order_relaxed);
		return NULL;
	}
	thread->hook_frame = frame;
	atomic_signal_fence(memory_order_seq_cst);
	return thread;
}

static inline void hook_leave(struct host_thread *thread)
{
	atomic_signal_fence(memory_order_seq_cst);
	thread->hook_frame = 0;
}

/* Notes EVENT and sees to it that the collector keeps up. */
void host_thread_note(struct host_thread *thread, const struct event *event);

#endif
