/*
 * The log of the reads that slowfs served: the witness that a profiler's
 * figures are held against. One JSON object a line, each written whole with
 * one write(2), so that the file can be read at any time:
 *	{"file":"data.0","offset":0,"len":4096,"start_ns":1,"due_ns":2,"end_ns":3}
 * with bytes and nanoseconds of CLOCK_MONOTONIC; a read that failed has its
 * errno as well, "error":5.
 *
 * start_ns: a thread of slowfs has the request. due_ns: when the disk was done
 * with it, by its model. end_ns: just before the reply.
 * The line is written between end_ns and the reply, so whoever has the data
 * finds its line. The thread that waits for the read therefore waits longer
 * than its line says: by this write, the copying and two wake-ups, about
 * 0.12 ms on a virtual machine with two CPUs (measured, median).
 */
#ifndef SLOWFS_RECORD_H
#define SLOWFS_RECORD_H

#include "slowfs/latency.h"

#include <stdatomic.h>

struct record {
	int fd;                  /* -1: nothing is recorded */
	_Atomic unsigned missed; /* lines that could not be written */
};

/* path NULL: record nothing. Replaces the file (0600). 0, or -errno. */
int record_open(struct record *record, const char *path);

/* Called by any thread. */
void record_read(struct record *record, const struct disk_read *read,
		 const struct disk_answer *answer, uint64_t end_ns);

/* Returns how many lines are missing, for a reason such as a full disk. */
unsigned record_close(struct record *record);

#endif
