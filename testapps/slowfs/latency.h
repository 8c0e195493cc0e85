/*
 * How slow the disk is: decides for each read when it is answered, and how.
 * It decides only; the caller waits. A disk with a queue or a head to move
 * can therefore keep state of its own (behind its own lock), and a failing
 * one can answer with an error.
 */
#ifndef SLOWFS_LATENCY_H
#define SLOWFS_LATENCY_H

#include <stddef.h>
#include <stdint.h>

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
	uint64_t fixed_ns;
};

/* Every read takes the same time, however many there are at once. */
void latency_init_fixed(struct latency *latency, uint64_t fixed_ns);

/* Called by several threads at once, in the order that reads arrive in. */
struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read);

#endif
