/*
 * The collector's tables, shared by the files that make it up: collector.c
 * (life, sleep), collector_setup.c (before the first round), round.c (one pass
 * over all threads), attach.c (threads come and go, sampling), resolve.c
 * (faults to files and code), progress.c (what lasts), stack_news.c (stacks
 * that are no samples), rings.c (locked memory), losses.c (holes), finish.c
 * (the end of the log), words.c (the last line). Collector thread only.
 */
#ifndef MMSTALL_COLLECTOR_STATE_H
#define MMSTALL_COLLECTOR_STATE_H

#include "births.h"
#include "collector.h"
#include "mappings.h"
#include "readahead.h"
#include "records.h"
#include "residency.h"
#include "stacks.h"
#include "text.h"
#include "vec.h"
#include "watch.h"

#define CODE_SLOTS 4096 /* a power of two */

struct code {
	uint64_t ip;
	uint32_t file; /* id of the mapped file around it */
	uint32_t id;   /* 0: the slot is free */
};

/* What the last line on stderr tells. */
struct worst {
	uint64_t len_ns, blocked_ns;
	char thread[32];
};

struct collector {
	const struct collector_facts *facts;
	struct recorder recorder;
	char log_name[CONFIG_PATTERN_MAX + 64];
	struct mappings mappings;
	struct residency residency;
	struct readahead readahead; /* of the devices of logged files */
	struct stacks stacks;
	enum stack_mode stack_mode; /* what works of what was asked for */
	int stack_error;            /* why it is not what was asked for */
	struct births births;
	struct vec watches; /* struct watch * */
	struct vec by_slot; /* struct watch *, NULL where none */
	uint32_t threads;   /* ids given out */
	uint32_t loops;
	uint32_t maps; /* ids of map records */
	uint32_t codes;
	struct code code[CODE_SLOTS];

	bool is_sampling; /* perf_event_open works here */
	bool has_kernel_faults;
	char refusal[256]; /* why sampling is refused */
	int wake_fd;       /* signalfd; -1: none */
	struct vec polled; /* struct pollfd, [0] is wake_fd */

	uint64_t maps_read_ns;     /* when /proc/self/maps was last read */
	bool has_read_maps;        /* in this round */
	bool must_read_maps;       /* an event was lost or proved wrong */
	bool must_look_soon;       /* a loop may be held up by another thread */
	uint64_t suspect_until_ns; /* … as one was not long ago */
	uint64_t events_refused;
	uint64_t mappings_refused; /* as last said */
	uint64_t stacks_refused;   /* as last said */
	uint64_t log_dropped;      /* as last said */
	uint64_t credentials_ns;   /* when they were last compared */
	unsigned idle_rounds;
	struct worst worst_iteration, worst_fault;
};

/* collector_setup.c: makes COLLECTOR ready and begins its log. False: it cannot
 * be done, WHY says what went wrong. */
bool collector_set_up(struct collector *collector, struct text *why);

/* "WHAT NAME: what ERROR (-errno) means", into WHY. */
void collector_say_failure(struct text *why, const char *what, const char *name,
			   int error);

/* round.c: takes in everything older than a safe time; true: there was some.
 * A final round takes all. */
bool round_run(struct collector *collector, bool is_final);

/* attach.c: watches the threads that have begun and are to be looked at: at the
 * end of the log, all of them. */
void attach_new_threads(struct collector *collector, uint64_t now,
			bool is_final);

/* Opens the main thread's events: decides what can be sampled at all. Writes
 * nothing, for the header must come first. NULL: no memory. */
struct watch *attach_main(struct collector *collector,
			  struct host_thread *thread);

/* rings.c: opens WATCH's events with the ring that its thread is due. */
int rings_open(struct collector *collector, struct watch *watch,
	       bool *was_ring);

/* What WATCH's events can see has changed, perhaps: its thread's hooks, and the
 * log, are told. */
void rings_note_kernel(struct collector *collector, struct watch *watch);

/* WATCH's thread has become a loop: it gets a larger ring, others may lose
 * theirs for it. */
void rings_prefer_loop(struct collector *collector, struct watch *watch);

/* Says in the log that WATCH's thread is not sampled, and why. */
void attach_say_unsampled(struct collector *collector,
			  const struct watch *watch, int error, bool was_ring);

/* Writes WATCH's thread record. */
void attach_introduce(struct collector *collector, const struct watch *watch);

/* WATCH's thread has ended: last counts, then everything is given back.
 * KERNEL: its own counts at T_NS, NULL when not known. */
void detach_thread(struct collector *collector, struct watch *watch,
		   uint64_t t_ns, const struct proc_faults *kernel);

/* An iteration that has ended, or is the last: into the log, or counted. */
void round_settle_iteration(struct collector *collector, struct watch *watch,
			    struct iteration_facts *iteration);

/* losses.c: says how many samples of WATCH's thread were lost since it was last
 * said. */
void losses_say_lost(struct collector *collector, struct watch *watch);

/* Says what the collector itself had to drop. */
void losses_say_refused(struct collector *collector);

/* finish.c: final counts, histograms, what is still open, the trailer. */
void finish_log(struct collector *collector, const char *how);

/* progress.c: what WATCH's thread is in at this moment; false: nothing. */
bool progress_iteration(const struct watch *watch, uint64_t now,
			struct iteration_facts *iteration);
bool progress_fault(const struct watch *watch, uint64_t now,
		    struct fault *fault);

/* Logs what has lasted for a second and has not been said yet. */
void progress_say(struct collector *collector, struct watch *watch,
		  uint64_t now);

/* resolve.c: writes FAULT with its mapping and its instruction. */
void resolve_fault(struct collector *collector, struct watch *watch,
		   const struct fault *fault);

/* The same for the faults of WATCH that wait. */
void resolve_faults(struct collector *collector, struct watch *watch);

/* Writes the call that EVENT of WATCH's thread tells of, if it is worth it.
 * True: it blocked. */
bool resolve_call(struct collector *collector, struct watch *watch,
		  const struct event *event);

/* Writes the stacks of WATCH's faults that are not in the log. */
void resolve_samples(struct collector *collector, struct watch *watch);

/* stack_news.c: takes in what host threads have shown of their stacks; the
 * LAST time all of it. */
void stack_news_shown(struct collector *collector, bool is_last);

/* If WATCH's thread sleeps in a long fault without a stack, takes it. */
void stack_news_sleeping(struct collector *collector, struct watch *watch,
			 uint64_t now);

/*
 * The same for a loop that sleeps in a long iteration, but in no fault, while
 * another thread is blocked in one: what it sleeps for may be that thread's.
 */
void stack_news_held_up(struct collector *collector, struct watch *watch,
			uint64_t now);

/* An iteration of WATCH's loop has ended; it was blocked so long in faults and
 * calls of its own. If it may have been held up by another thread, the next one
 * is to be found in its sleep. */
void stack_news_iteration(struct collector *collector,
			  const struct watch *watch,
			  const struct iteration_facts *iteration,
			  uint64_t blocked_ns);

/* Without sampling: says which files have come into memory. */
void resolve_arrivals(struct collector *collector, uint64_t now);

/* An event about a mapping goes into the table. */
void resolve_mapping_event(struct collector *collector,
			   const struct event *event);

/* Reads /proc/self/maps, once a round at most. */
void resolve_read_maps(struct collector *collector);

/* words.c: makes the last line; NAME of the log is shown. */
void words_finish(const struct collector *collector, struct text *text);

#endif
