/*
 * What the time of a stall was made of, as far as the log knows: what it does
 * not know is called unknown. Without switches in the log, CPU time, being
 * preempted and other sleep are all unknown.
 */
#ifndef MMSTALL_PARTS_H
#define MMSTALL_PARTS_H

#include "analyzer/join.h"

/* Part, its name in JSON and CSV, and its words after "12.0 ms ". */
#define PARTS(X)                                                 \
	X(PART_FILE, "files_ns", "on mapped files")              \
	X(PART_MEMORY, "memory_ns", "on other memory")           \
	X(PART_NESTED, "nested_ns", "in nested waits")           \
	X(PART_PARKED, "parked_ns", "waiting for other threads") \
	X(PART_SLEEP, "sleep_ns", "other sleep")                 \
	X(PART_PREEMPTED, "preempted_ns", "preempted")           \
	X(PART_CPU, "cpu_ns", "CPU")                             \
	X(PART_UNKNOWN, "unknown_ns", "unknown")

enum part {
#define PART_ENUM(name, key, words) name,
	PARTS(PART_ENUM)
#undef PART_ENUM
	PART_COUNT,
};

struct parts {
	uint64_t ns[PART_COUNT]; /* their sum is the length of the stall */
};

/*
 * The parts of the iteration that JOINED belongs to, LEN_NS long as a stall
 * (report_stall_ns).
 */
struct parts parts_of(const struct iteration *iteration,
		      const struct joined *joined, uint64_t len_ns);

/* The sum of both into SUM. */
void parts_add(struct parts *sum, const struct parts *parts);

/* The largest part that is no fault. */
enum part parts_largest_rest(const struct parts *parts);

#endif
