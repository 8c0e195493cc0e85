/*
 * How long a disk takes for one read on its own: offset, length and the
 * disk's state go in, nanoseconds come out. No clock, no lock, no waiting:
 * equal seeds and equal reads give equal times. Who waits behind whom is
 * queue.h's matter.
 *
 *	fixed     every read takes the same time
 *	ssd       80 us
 *	network   1 ms, up to 1 ms more, now and then a burst of 20 ms each
 *	spinning  a seek of 1 to 15 ms, longer the farther the head has to go,
 *	          and up to a turn (7200 a minute) until the data comes by;
 *	          nothing of both for what follows the last read
 *
 * to which all but the first add the transfer, at the disk's bandwidth.
 */
#ifndef SLOWFS_DISK_H
#define SLOWFS_DISK_H

#include <stdbool.h>
#include <stdint.h>

enum disk_kind {
	DISK_FIXED,
	DISK_SSD,
	DISK_NETWORK,
	DISK_SPINNING,
};

struct disk {
	enum disk_kind kind;
	uint64_t fixed_ns;       /* fixed: the time of each read */
	uint64_t capacity_bytes; /* spinning: what the head moves across */
	uint64_t head_bytes;     /* spinning: where the last read ended */
	uint64_t random;         /* state of the generator */
	unsigned burst_left;     /* network: slow reads still to come */
};

/* "fixed", "ssd" and so on; false for any other name. */
bool disk_kind_parse(const char *name, enum disk_kind *to);
const char *disk_kind_name(enum disk_kind kind);

/* How many reads such a disk works on at once, unless told otherwise. */
unsigned disk_default_depth(enum disk_kind kind);

/* What fixed_ns and capacity_bytes say matters to the kinds named above. */
void disk_init(struct disk *disk, enum disk_kind kind, uint64_t seed,
	       uint64_t fixed_ns, uint64_t capacity_bytes);

/* Until the first byte is there; moves the disk's state on to after the read.
 * The offset counts from the begin of the disk. */
uint64_t disk_access_ns(struct disk *disk, uint64_t offset, uint64_t len_bytes);

/* From the first byte to the last; 0 on a disk without a bandwidth. */
uint64_t disk_transfer_ns(const struct disk *disk, uint64_t len_bytes);

#endif
