/*
 * Who waits for whom: a disk works on a number of reads at once, the others
 * wait for the first to be done; and all share one channel that the data goes
 * through. Times in, a time out: no clock, no lock.
 */
#ifndef SLOWFS_QUEUE_H
#define SLOWFS_QUEUE_H

#include <stdint.h>

enum {
	QUEUE_MAX_DEPTH = 64
};

struct queue {
	unsigned depth; /* 1 to QUEUE_MAX_DEPTH */
	uint64_t slot_free_ns[QUEUE_MAX_DEPTH];
	uint64_t channel_free_ns;
};

void queue_init(struct queue *queue, unsigned depth);

/*
 * When a read is done that arrives at arrival_ns, takes access_ns in a slot
 * of its own and then transfer_ns in the channel. Reads go first come, first
 * served, in the order of the calls.
 */
uint64_t queue_done_ns(struct queue *queue, uint64_t arrival_ns,
		       uint64_t access_ns, uint64_t transfer_ns);

#endif
