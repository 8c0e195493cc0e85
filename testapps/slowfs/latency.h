/*
 * How slow the disk is: decides for each read when it is answered, and how.
 * It decides only; the caller waits. The same seed and the same reads make the
 * same times.
 */
#ifndef SLOWFS_LATENCY_H
#define SLOWFS_LATENCY_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

enum disk_kind {
	DISK_FIXED,    /* every read takes the same time */
	DISK_SSD,      /* 80 us, and the transfer at 500 MB/s, shared */
	DISK_NETWORK,  /* 1 ms and up to 1 ms more; now and then a burst of
			* reads that take ten times as long */
	DISK_SPINNING, /* the head's way, up to 9 ms, half a turn of 8.3 ms on
			* average, and the transfer at 150 MB/s */
	DISK_KINDS,
};

/* NULL: no such kind. */
const char *disk_name(enum disk_kind kind);

#define DISK_QUEUE_MAX 64
#define DISK_BAD_MAX   16

struct disk {
	enum disk_kind kind;
	uint64_t fixed_ns; /* of DISK_FIXED */
	uint64_t seed;
	unsigned queue; /* reads at once; 0: however many there are */
	uint64_t bad[DISK_BAD_MAX]; /* offsets whose reads fail with EIO */
	unsigned bad_len;
	uint64_t size_bytes; /* of a file: files lie one after another */
};

struct disk_read {
	unsigned file;
	uint64_t offset;
	size_t len_bytes;
	uint64_t start_ns; /* when the request was taken, CLOCK_MONOTONIC */
};

struct disk_answer {
	uint64_t due_ns; /* not before this time, CLOCK_MONOTONIC */
	int error;       /* 0, or the errno that the read fails with */
};

struct latency {
	struct disk disk;
	pthread_mutex_t lock; /* for what follows */
	uint64_t random;
	uint64_t place_ns[DISK_QUEUE_MAX]; /* when it is free again */
	uint64_t bus_ns;                   /* when the transfer is over */
	uint64_t head;                     /* byte after the last one read */
	unsigned burst;                    /* slow reads still to come */
};

void latency_init(struct latency *latency, const struct disk *disk);

/* Called by several threads at once, in the order that reads arrive in. */
struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read);

#endif
