/*
 * One loop as the collector writes it: a histogram of the iterations that are
 * too short and too quiet to be logged one by one. Collector thread only.
 */
#ifndef MMSTALL_LOOP_LOG_H
#define MMSTALL_LOOP_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "host_thread.h"
#include "records.h"

struct loop_log {
	uint32_t id; /* of the loop record; 0: the thread is no loop (yet) */
	uint64_t identity;           /* of its wait */
	struct histogram *histogram; /* of what reached the collector */
	/* The thread's own counts when this loop began: an earlier loop's. */
	uint64_t short_base[SHORT_BUCKETS];
	uint64_t short_base_sum_ns;
	uint64_t written_count; /* iterations in the last hist record */
	uint64_t next_write_ns;
	uint64_t interval_ns;
};

/* Begins loop ID of THREAD, which waits as IDENTITY. False: no memory. */
bool loop_log_begin(struct loop_log *loop, uint32_t id, uint64_t identity,
		    const struct host_thread *thread);
void loop_log_release(struct loop_log *loop);

/* Counts an iteration that is not logged by itself. */
void loop_log_count(struct loop_log *loop, uint64_t len_ns);

/*
 * Writes the histogram if it changed, and if it is due (after 1 s, 2 s, 4 s …
 * 64 s) or MUST be now.
 */
void loop_log_write(struct loop_log *loop, const struct host_thread *thread,
		    struct recorder *recorder, uint64_t now, bool must);

#endif
