#include "slowfs/latency.h"

#include <errno.h>
#include <math.h>

#define US 1000u
#define MS 1000000u

#define SSD_NS          (80 * US)
#define SSD_BYTES_US    500
#define NETWORK_NS      (1 * MS)
#define NETWORK_JITTER  (1 * MS)
#define BURST_ONE_IN    200
#define BURST_READS     20
#define BURST_FACTOR    10
#define SEEK_LEAST_NS   (1 * MS)
#define SEEK_MOST_NS    (8 * MS)
#define TURN_NS         (8333 * US)
#define SPIN_BYTES_US   150
#define SPIN_DISK_BYTES (UINT64_C(1) << 40)

const char *disk_name(enum disk_kind kind)
{
	static const char *const names[DISK_KINDS] = {
		[DISK_FIXED] = "fixed",
		[DISK_SSD] = "ssd",
		[DISK_NETWORK] = "network",
		[DISK_SPINNING] = "spinning",
	};

	return kind < DISK_KINDS ? names[kind] : NULL;
}

void latency_init(struct latency *latency, const struct disk *disk)
{
	*latency = (struct latency){
		.disk = *disk,
		/* Never zero, which xorshift would not leave. */
		.random = disk->seed * UINT64_C(0x9e3779b97f4a7c15) | 1,
	};
	pthread_mutex_init(&latency->lock, NULL);
}

static uint64_t random_below(struct latency *latency, uint64_t limit)
{
	latency->random ^= latency->random << 13;
	latency->random ^= latency->random >> 7;
	latency->random ^= latency->random << 17;
	return latency->random % limit;
}

static uint64_t network_ns(struct latency *latency)
{
	uint64_t ns = NETWORK_NS + random_below(latency, NETWORK_JITTER);

	if (!latency->burst && random_below(latency, BURST_ONE_IN) == 0)
		latency->burst = BURST_READS;
	if (latency->burst) {
		latency->burst--;
		ns *= BURST_FACTOR;
	}
	return ns;
}

/* The head's way grows with the root of the distance, as it gains speed. */
static uint64_t spinning_ns(struct latency *latency,
			    const struct disk_read *read)
{
	uint64_t at = read->file * latency->disk.size_bytes + read->offset;
	uint64_t distance = at > latency->head ? at - latency->head
					       : latency->head - at;
	uint64_t ns = read->len_bytes * US / SPIN_BYTES_US;

	latency->head = at + read->len_bytes;
	if (!distance)
		return ns;
	return ns + SEEK_LEAST_NS + random_below(latency, TURN_NS) +
	       (uint64_t)(SEEK_MOST_NS *
			  sqrt((double)distance / (double)SPIN_DISK_BYTES));
}

static uint64_t service_ns(struct latency *latency,
			   const struct disk_read *read)
{
	switch (latency->disk.kind) {
	case DISK_SSD:
		return SSD_NS;
	case DISK_NETWORK:
		return network_ns(latency);
	case DISK_SPINNING:
		return spinning_ns(latency, read);
	default:
		return latency->disk.fixed_ns;
	}
}

/* When the read's turn comes: there are so many places in the queue. */
static uint64_t *place_of(struct latency *latency)
{
	uint64_t *first = &latency->place_ns[0];

	for (unsigned i = 1; i < latency->disk.queue; i++) {
		if (latency->place_ns[i] < *first)
			first = &latency->place_ns[i];
	}
	return first;
}

static uint64_t due_ns(struct latency *latency, const struct disk_read *read)
{
	uint64_t *place = latency->disk.queue ? place_of(latency) : NULL;
	uint64_t begin_ns = read->start_ns;
	uint64_t end_ns;

	if (place && *place > begin_ns)
		begin_ns = *place;
	end_ns = begin_ns + service_ns(latency, read);
	if (latency->disk.kind == DISK_SSD) {
		if (latency->bus_ns > end_ns)
			end_ns = latency->bus_ns;
		end_ns += read->len_bytes * US / SSD_BYTES_US;
		latency->bus_ns = end_ns;
	}
	if (place)
		*place = end_ns;
	return end_ns;
}

static int is_bad(const struct disk *disk, const struct disk_read *read)
{
	for (unsigned i = 0; i < disk->bad_len; i++) {
		if (disk->bad[i] - read->offset < read->len_bytes)
			return 1;
	}
	return 0;
}

struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read)
{
	struct disk_answer answer;

	pthread_mutex_lock(&latency->lock);
	answer = (struct disk_answer){
		.due_ns = due_ns(latency, read),
		.error = is_bad(&latency->disk, read) ? EIO : 0,
	};
	pthread_mutex_unlock(&latency->lock);
	return answer;
}
