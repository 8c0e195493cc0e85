#include "slowfs/queue.h"

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void queue_init(struct queue *queue, unsigned depth)
{
	*queue = (struct queue){ .depth = depth };
}

static uint64_t *first_free_slot(struct queue *queue)
{
	uint64_t *first = queue->slot_free_ns;

	for (unsigned i = 1; i < queue->depth; i++)
		if (queue->slot_free_ns[i] < *first)
			first = &queue->slot_free_ns[i];
	return first;
}

uint64_t queue_done_ns(struct queue *queue, uint64_t arrival_ns,
		       uint64_t access_ns, uint64_t transfer_ns)
{
	uint64_t *slot = first_free_slot(queue);
	uint64_t done_ns = later(arrival_ns, *slot) + access_ns;

	/* No transfer, no channel: the fixed disk's reads share nothing. */
	if (transfer_ns) {
		done_ns = later(done_ns, queue->channel_free_ns) + transfer_ns;
		queue->channel_free_ns = done_ns;
	}
	*slot = done_ns;
	return done_ns;
}
