/*
 * The one thing all hooks look at first: whether a profiling session is live
 * in this process. OFF until the constructor has everything ready, LIVE while
 * the collector listens, OVER for good after that. Whatever is not LIVE
 * passes straight through to the real function.
 *
 * The word lies on a page that the kernel wipes in a forked child
 * (MADV_WIPEONFORK, Linux 4.14), so every kind of fork, raw clone() too, finds
 * itself OFF: the child has no collector and must not touch what it inherited.
 */
#ifndef MMSTALL_SESSION_H
#define MMSTALL_SESSION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum phase {
	PHASE_OFF,
	PHASE_LIVE,
	PHASE_OVER,
	PHASE_STARTING, /* in a forked child, by one of its threads */
};

struct session {
	_Atomic uint32_t *phase; /* on the wiped page; OFF before that */
	int pid;                 /* of the process that is profiled */
	uint64_t min_event_ns;   /* shorter iterations are only counted */
	uint64_t min_iteration_ns;
	uint64_t min_fault_ns;
	bool is_sandboxed; /* MMSTALL_SANDBOX: see libmmstall(7) */
	bool is_lesser;    /* faults are not sampled; by the collector, before
			    * the session is live */

	/* The same for faults in the kernel only, of some threads at least; by
	 * the collector, also later: the host may drop its privileges. */
	_Atomic bool watches_buffers;

	bool shows_stacks; /* threads show where they wait and map; by the
			    * collector, before the session is live */

	/* Starts a session of its own in a forked child, when that child first
	 * comes to one of our hooks; NULL: children are not followed. */
	void (*start_in_child)(void);

	/* The collector's side of waking it up; see collector.h. */
	_Atomic int32_t collector_tid;    /* 0: none; by its maker */
	_Atomic uint32_t collector_sleep; /* enum collector_sleep */
	_Atomic uint32_t collector_idles; /* 1: in a long sleep; by it */
	_Atomic uint32_t births_are_many; /* 1: it looks for new threads by
					   * itself; by it (births.h) */
	_Atomic uint32_t state;           /* enum session_state, a futex */
};

/* Written by the collector; ASKED by whoever wakes it. */
enum collector_sleep {
	COLLECTOR_AWAKE,  /* a round has begun or is about to */
	COLLECTOR_ASLEEP, /* in its wait */
	COLLECTOR_ASKED,  /* for a round that begins after this one */
};

/* Where the collector is; written by it, but for STOPPING. */
enum session_state {
	SESSION_STARTING,
	SESSION_RUNNING,
	SESSION_FAILED,   /* it never ran; the host is unprofiled */
	SESSION_PAUSING,  /* asked to end the log for now, by one that execs */
	SESSION_STOPPING, /* asked to end, by the thread that ends the host */
	SESSION_ENDED,
};

extern struct session session;

/* The slow part of session_is_live_or_starts(). */
bool session_start_in_child(void);

static inline bool session_is_live(void)
{
	return atomic_load_explicit(session.phase, memory_order_acquire) ==
	       PHASE_LIVE;
}

/* The same, but the first hook of a forked child starts its session. */
static inline bool session_is_live_or_starts(void)
{
	uint32_t phase = atomic_load_explicit(session.phase,
					      memory_order_acquire);

	if (phase == PHASE_OFF && session.start_in_child)
		return session_start_in_child();
	return phase == PHASE_LIVE;
}

/* Sets up the wiped page. False: the kernel cannot; stay OFF. */
bool session_init(void);

void session_set_phase(enum phase phase);

/* LIVE to OVER, once: true for the one caller that made the change. */
bool session_end(void);

/*
 * Wakes the collector if it sleeps. Any host thread, also in a signal handler:
 * one tgkill() of a signal that the collector has blocked and reads from a
 * signalfd, because its descriptors are not in the host's table.
 */
void session_wake_collector(void);

/*
 * The signal used for that. A signalfd takes signals that were sent to the
 * whole process too, so it must be one that nobody sends to a process: the
 * second of the two that libc keeps for itself and sends to single threads of
 * its own making, which the collector is not (nptl(7)).
 */
#define SESSION_WAKE_SIGNAL 33

#endif
