/*
 * How slow the disk is: decides for each read when it is answered, and how.
 * It decides only; the caller waits. The time of a read by itself is disk.h's
 * matter, the waiting for others queue.h's; bad pages fail with EIO.
 */
#ifndef SLOWFS_LATENCY_H
#define SLOWFS_LATENCY_H

#include "slowfs/disk.h"
#include "slowfs/queue.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BAD_MAX = 64
};

struct disk_read {
	unsigned file;
	uint64_t offset; /* in the file */
	size_t len_bytes;
	uint64_t start_ns; /* when the request was taken, CLOCK_MONOTONIC */
};

struct disk_answer {
	uint64_t due_ns; /* not before this time, CLOCK_MONOTONIC */
	int error;       /* 0, or the errno that the read fails with */
};

/* Pages that cannot be read: those with these offsets, in every file. */
struct bad_pages {
	uint64_t page_bytes;
	uint64_t offsets[BAD_MAX];
	unsigned count;
};

struct latency {
	uint64_t file_bytes; /* the files lie on the disk one after the other */
	struct bad_pages bad;
	pthread_mutex_t lock; /* of all that follows */
	struct disk disk;
	struct queue queue;
};

/* Takes the disk and the bad pages over as they are. */
void latency_init(struct latency *latency, const struct disk *disk,
		  unsigned depth, uint64_t file_bytes,
		  const struct bad_pages *bad);

/* Called by several threads at once, in the order that reads arrive in. */
struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read);

#endif
