/*
 * The log: the only thing that libmmstall.so (the writer) and mmstall (the
 * reader) share. Prose, examples and promises are in docs/log-format.md.
 *
 * A log is JSON lines: one object a line, UTF-8, the header first, the trailer
 * last. The first key of a record is its kind; that key's value is the
 * record's subject (an id, or a word). Times ("t") are nanoseconds of
 * CLOCK_MONOTONIC since the header's "start_ns", durations ("d") are
 * nanoseconds, offsets and lengths are bytes. Ids are small integers, given
 * out from 1 in each log, each kind counting for itself. What a record refers
 * to stands before it.
 *
 * When to bump: LOG_MINOR when a kind or a key is added (old readers skip
 * what they do not know); LOG_MAJOR when a known key changes its meaning or
 * goes away (old readers refuse).
 */
#ifndef MMSTALL_LOG_FORMAT_H
#define MMSTALL_LOG_FORMAT_H

#include <stdint.h>

#define LOG_MAJOR 1
#define LOG_MINOR 0

/* The longest line a writer makes and a reader takes, newline included. */
#define LOG_LINE_MAX 65536

/*
 * Kinds: enumerator, first key, what one record says. Fault and iteration
 * records are the bulk of a log, hence their short keys.
 */
#define LOG_KINDS(X)                                                           \
	X(LOG_HEADER, "mmstall", "the process, its settings, its clock")       \
	X(LOG_LIMIT, "limit", "something that this log cannot show, and why")  \
	X(LOG_THREAD, "thread", "a thread was seen for the first time")        \
	X(LOG_LOOP, "loop", "a thread turned out to be an event loop")         \
	X(LOG_FILE, "file", "a mapped file, or a named kind of memory")        \
	X(LOG_MAP, "map", "a mapping that a fault or code address fell into")  \
	X(LOG_CODE, "code", "an instruction that took a blocking fault")       \
	X(LOG_MODULE, "module", "an ELF file or the vdso, as it was loaded")   \
	X(LOG_UNLOAD, "unload", "a module is loaded no more")                  \
	X(LOG_STACK, "stack", "a call stack, innermost frame first")           \
	X(LOG_WAITS, "waits", "the stack of a loop's wait call")               \
	X(LOG_OWNER, "owner", "the stack of the call that made a mapping")     \
	X(LOG_SAMPLE, "sample", "a stack that no logged fault has as its own") \
	X(LOG_SLEEP, "sleep", "the stack of a loop asleep in an iteration")    \
	X(LOG_FAULT, "f", "a blocking page fault")                             \
	X(LOG_CALL, "call",                                                    \
	  "a call on a mapping that blocked, or gave advice")                  \
	X(LOG_RESIDENT, "resident",                                            \
	  "pages of a mapping that came into memory")                          \
	X(LOG_ITERATION, "it", "an iteration of a loop")                       \
	X(LOG_AFTER, "after", "what the wait after a logged iteration found")  \
	X(LOG_TASK, "task", "a named piece of work of a thread")               \
	X(LOG_HISTOGRAM, "hist", "the iterations of a loop not logged singly") \
	X(LOG_COUNTS, "counts", "a thread's faults: kernel's count and ours")  \
	X(LOG_LOST, "lost", "samples the kernel had to drop, and when")        \
	X(LOG_PAUSE, "pause", "sampling of a thread paused: it cost too much") \
	X(LOG_RESUME, "resume", "sampling of a thread goes on")                \
	X(LOG_TRAILER, "end", "the log is complete")

enum log_kind {
#define LOG_KIND_ENUM(name, key, what) name,
	LOG_KINDS(LOG_KIND_ENUM)
#undef LOG_KIND_ENUM
	LOG_KIND_COUNT,
};

/* Keys that several kinds share. */
#define LOG_KEY_TIME     "t" /* ns since start_ns */
#define LOG_KEY_DURATION "d" /* ns */
#define LOG_KEY_THREAD   "h" /* id of a thread record */
#define LOG_KEY_LOOP     "l" /* id of a loop record */
#define LOG_KEY_MAP      "m" /* id of a map record */
#define LOG_KEY_NUMBER   "n" /* iteration number, or how many */
#define LOG_KEY_STACK    "s" /* id of a stack record */

/* File only. */
#define LOG_KEY_READAHEAD "ra" /* bytes that its device reads ahead at most */

/* Fault only; flags stand there as 1 or not at all. */
#define LOG_KEY_OFFSET      "o" /* in the file; without a file, in the map */
#define LOG_KEY_ADDRESS     "a" /* "0x…", only where no map is known */
#define LOG_KEY_CODE        "c" /* id of a code record */
#define LOG_KEY_MAJOR       "M" /* the kernel called this fault major */
#define LOG_KEY_KERNEL      "K" /* taken inside a system call */
#define LOG_KEY_CUT         "u" /* began before sampling did: d is the least */
#define LOG_KEY_RESTARTED   "r" /* times that a signal made it begin anew */
#define LOG_KEY_FAULT_SLEPT "z" /* ns asleep in it, of d */

/* Iteration only. The last four in lesser mode, of iterations with faults. */
#define LOG_KEY_NESTED     "nested" /* waits of other identities inside it */
#define LOG_KEY_WAITED     "w"      /* ns in those; after: in the wait itself */
#define LOG_KEY_PARKED     "pk"     /* ns asleep for other threads in it */
#define LOG_KEY_USED_MINOR "minor"  /* faults, as the kernel counts them */
#define LOG_KEY_USED_MAJOR "major"
#define LOG_KEY_SLEPT      "slept" /* times that the thread went to sleep */
#define LOG_KEY_PREEMPTED  "preempted"

/* Iteration, where context switches are sampled: what its time was. */
#define LOG_KEY_RUNNING "run"
#define LOG_KEY_OFF_CPU "pre" /* ns preempted */
#define LOG_KEY_ASLEEP  "slp" /* ns asleep, in faults and elsewhere */

/* Iteration, after, fault. */
#define LOG_KEY_READY "r"    /* events that the wait returned */
#define LOG_KEY_OPEN  "open" /* 1: had not ended when this was written */

#define LOG_KEY_LIFTED "lifted" /* of a limit: it does not hold any more */

/* What a limit record is about: its subject. */
#define LOG_LIMIT_SAMPLING "sampling" /* no fault of any thread is sampled */
#define LOG_LIMIT_KERNEL   "kernel_faults" /* none inside system calls */
#define LOG_LIMIT_THREAD   "thread"        /* one thread, named by "h" */
#define LOG_LIMIT_THREADS  "threads"  /* threads that are not even listed */
#define LOG_LIMIT_LOG      "log"      /* records were dropped */
#define LOG_LIMIT_STACKS   "stacks"   /* no stacks, or not as asked for */
#define LOG_LIMIT_EVENTS   "events"   /* hook events were dropped */
#define LOG_LIMIT_MAPS     "mappings" /* names of mappings may be missing */

/* Kinds of memory: a file record's "kind". */
#define LOG_MEMORY_FILE    "file"
#define LOG_MEMORY_ANON    "anonymous"
#define LOG_MEMORY_HEAP    "heap"
#define LOG_MEMORY_STACK   "stack"
#define LOG_MEMORY_SPECIAL "special" /* [vdso], [vvar] … */

/*
 * Histogram of durations: exact below 8 ns, then eight buckets for each power
 * of two, so a bucket's upper end is at most 12.5 % above its lower end.
 */
#define LOG_HIST_BUCKETS 496

static inline unsigned log_hist_bucket(uint64_t ns)
{
	unsigned exponent;

	if (ns < 8)
		return (unsigned)ns;
	exponent = 63 - (unsigned)__builtin_clzll(ns);
	return (exponent - 2) * 8 + (unsigned)((ns >> (exponent - 3)) & 7);
}

/* The smallest duration that falls into BUCKET. */
static inline uint64_t log_hist_lower_ns(unsigned bucket)
{
	unsigned exponent;

	if (bucket < 8)
		return bucket;
	exponent = bucket / 8 + 2;
	return (uint64_t)(8 + bucket % 8) << (exponent - 3);
}

#endif
