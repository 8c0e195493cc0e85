/*
 * The collector's view of one host thread: its sampler, its open faults, what
 * was counted, and what still waits to be written. Collector thread only; no
 * output of its own, so that tests can feed it.
 */
#ifndef MMSTALL_WATCH_H
#define MMSTALL_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "fault_stacks.h"
#include "governor.h"
#include "host_thread.h"
#include "loop_log.h"
#include "pairing.h"
#include "proc.h"
#include "records.h"
#include "sampler.h"
#include "spans.h"
#include "stack_budget.h"
#include "vec.h"

/* Fault ends kept by time, so that counts can be cut at a moment. */
#define WATCH_RECENT 64

struct watch {
	struct host_thread *thread;
	uint32_t id; /* of its thread record */
	int tid;
	char name[32];
	struct sampler sampler;
	bool is_hung_up; /* its events say that the thread is gone */
	uint64_t hung_up_ns;
	uint64_t min_fault_ns;

	struct pairing pairing;
	uint64_t from_ns;    /* samples before this come from an older ring */
	uint64_t enabled_ns; /* when sampling had begun */
	uint64_t base_ns;    /* counting begins after this moment */
	bool has_base;
	struct proc_faults base;
	uint64_t ends[2]; /* sampled since base_ns: minor, major */
	struct {
		uint64_t t_ns;
		bool is_major;
	} recent[WATCH_RECENT]; /* a circle over the last ends */
	bool has_ended_one;     /* a sampled fault has ended */
	struct governor governor;
	uint64_t fast;      /* faults shorter than min_fault_ns, in all */
	uint64_t fast_seen; /* … as the governor last saw it */
	uint64_t paused;    /* minor faults that passed unsampled, in all */
	uint64_t lost;
	uint64_t lost_written; /* of these, already in lost records */
	uint64_t last_sample_ns;
	uint64_t blocking, blocking_ns, fault_ns;

	struct fault_stacks stacks;
	struct stack_budget stack_budget;
	uint64_t stack_tried_ns; /* begin of the last fault looked at asleep */
	uint64_t sleep_seen_ns;  /* … of the last iteration seen asleep */

	uint64_t fault_said_ns; /* begin of the last said in progress */
	uint64_t iteration_said_ns;
	struct vec faults;     /* struct fault: blocking, not yet written */
	struct spans spans;    /* of the open iteration */
	uint64_t off_ns;       /* off the CPU since then; 0: it is on it */
	bool is_preempted;     /* … and not asleep */
	struct vec deferred;   /* struct event: newer than the safe time */
	struct loop_log loop;  /* the thread's loop; id 0: it is none */
	uint32_t refused_seen; /* refusals of its event ring, as last seen */
};

/* A watch of THREAD. NULL: no memory. */
struct watch *watch_new(struct host_thread *thread, uint32_t id,
			uint64_t min_fault_ns);
void watch_free(struct watch *watch);

/* What the kernel has counted for the thread by now, but for what was ours.
 * False: it is gone. */
bool watch_faults(const struct watch *watch, struct proc_faults *counts);

/* Takes the thread's fault counts from /proc as the base of all counting. */
void watch_take_base(struct watch *watch);

/* The thread has ended, and left KERNEL's counts of T_NS: they are its base as
 * well if it had none and nothing was sampled, for then it had ended before it
 * could be looked at. (Else /proc is one of other ids.) */
void watch_base_at_end(struct watch *watch, uint64_t t_ns,
		       const struct proc_faults *kernel);

/* Reads the perf ring: pairs begins and ends, counts, fills watch->faults. */
void watch_read_samples(struct watch *watch);

/* The thread, its ring or the log ends: what was lost after the last sample
 * counts as well. */
void watch_take_last_lost(struct watch *watch);

/* Lets the sampler take as many stacks as may be taken now. */
void watch_grant_stacks(struct watch *watch, uint64_t now);

/*
 * Goes on with LARGER, which has been sampling for a moment: what the old ring
 * holds of the time before now is taken, what LARGER holds of it is ignored,
 * so that every sample is seen once.
 */
void watch_change_sampler(struct watch *watch, const struct sampler *larger);

/* The same for one sample; watch_read_samples() calls it for each. */
void watch_take_sample(struct watch *watch, const struct sample *sample);

/*
 * Reads /proc so that the counts belong to one moment, *T_NS. False: the
 * thread is gone, or faults too fast to be caught between two.
 */
bool watch_kernel_counts(const struct watch *watch, struct proc_faults *counts,
			 uint64_t *t_ns);

/*
 * Pauses or resumes sampling as the governor says. Returns the phase that it
 * changed to, with the number of faults that passed since the pause.
 */
enum watch_change {
	WATCH_UNCHANGED,
	WATCH_PAUSED,
	WATCH_RESUMED,
};
enum watch_change watch_govern(struct watch *watch, uint64_t now,
			       uint64_t *passed);

/* The thread ends, or the log does: a pause counts up to MINOR. */
void watch_end_pause(struct watch *watch, uint64_t now, uint64_t minor);

/* All counts as of T_NS; KERNEL: its counts then, NULL when not known. */
struct count_facts watch_counts(const struct watch *watch, uint64_t t_ns,
				const struct proc_faults *kernel);

/* BEGIN … END was spent in that way. */
void watch_add_span(struct watch *watch, enum span_kind kind, uint64_t begin_ns,
		    uint64_t end_ns);

/*
 * What of BEGIN … END the thread spent in which way, as far as is known.
 * Iterations are asked for in order.
 */
void watch_spent(struct watch *watch, uint64_t begin_ns, uint64_t end_ns,
		 uint64_t spent_ns[SPAN_KINDS]);

#endif
