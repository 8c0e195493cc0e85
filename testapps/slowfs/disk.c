#include "slowfs/disk.h"

#include "common/content.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define US        UINT64_C(1000)
#define MS        (1000 * US)
#define PER_SEC   (1000 * MS)
#define MIB       (UINT64_C(1) << 20)
#define TURN_NS   (PER_SEC * 60 / 7200)
#define SEEK_MIN  (1 * MS)
#define SEEK_MAX  (15 * MS)
#define TRACK_LEN MIB

enum {
	NETWORK_BURST_ONE_IN = 200,
	NETWORK_BURST_MIN = 4,
	NETWORK_BURST_MAX = 20,
};

/* SplitMix64, as in content.h: the state counts, mixing makes it random. */
static uint64_t random_below(struct disk *disk, uint64_t limit)
{
	return content_mix(disk->random++) % limit;
}

static uint64_t fixed_ns(struct disk *disk, uint64_t offset)
{
	(void)offset;
	return disk->fixed_ns;
}

static uint64_t ssd_ns(struct disk *disk, uint64_t offset)
{
	(void)disk;
	(void)offset;
	return 80 * US;
}

/* A product of two: most reads come soon, a few late. */
static uint64_t network_jitter_ns(struct disk *disk)
{
	return random_below(disk, 1000) * random_below(disk, 1000);
}

static uint64_t network_ns(struct disk *disk, uint64_t offset)
{
	uint64_t ns = MS + network_jitter_ns(disk);

	(void)offset;
	if (disk->burst_left == 0 &&
	    random_below(disk, NETWORK_BURST_ONE_IN) == 0)
		disk->burst_left = NETWORK_BURST_MIN +
				   (unsigned)random_below(
					   disk, NETWORK_BURST_MAX -
							 NETWORK_BURST_MIN + 1);
	if (disk->burst_left) {
		disk->burst_left--;
		ns += 20 * MS;
	}
	return ns;
}

/*
 * Arms speed up and brake: the time grows with the square root of the way. A
 * short way forward is not moved at all, it passes below the head.
 */
static uint64_t spinning_ns(struct disk *disk, uint64_t offset)
{
	uint64_t head = disk->head_bytes;
	uint64_t way = offset > head ? offset - head : head - offset;
	double part;

	if (offset >= head && way <= TRACK_LEN)
		return disk_transfer_ns(disk, way);
	part = way < disk->capacity_bytes
		       ? (double)way / (double)disk->capacity_bytes
		       : 1;
	return SEEK_MIN + (uint64_t)((SEEK_MAX - SEEK_MIN) * sqrt(part)) +
	       random_below(disk, TURN_NS);
}

static const struct model {
	const char *name;
	uint64_t (*access_ns)(struct disk *disk, uint64_t offset);
	uint64_t bytes_per_s; /* 0: no limit */
	unsigned depth;
} models[] = {
	[DISK_FIXED] = { "fixed", fixed_ns, 0, 64 },
	[DISK_SSD] = { "ssd", ssd_ns, 500 * MIB, 32 },
	[DISK_NETWORK] = { "network", network_ns, 120 * MIB, 64 },
	[DISK_SPINNING] = { "spinning", spinning_ns, 150 * MIB, 1 },
};

bool disk_kind_parse(const char *name, enum disk_kind *to)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		if (strcmp(name, models[i].name) != 0)
			continue;
		*to = (enum disk_kind)i;
		return true;
	}
	return false;
}

const char *disk_kind_name(enum disk_kind kind)
{
	return models[kind].name;
}

unsigned disk_default_depth(enum disk_kind kind)
{
	return models[kind].depth;
}

void disk_init(struct disk *disk, enum disk_kind kind, uint64_t seed,
	       uint64_t fixed_time_ns, uint64_t capacity_bytes)
{
	*disk = (struct disk){
		.kind = kind,
		.fixed_ns = fixed_time_ns,
		.capacity_bytes = capacity_bytes,
		.random = content_mix(seed),
	};
}

uint64_t disk_access_ns(struct disk *disk, uint64_t offset, uint64_t len_bytes)
{
	uint64_t ns = models[disk->kind].access_ns(disk, offset);

	disk->head_bytes = offset + len_bytes;
	return ns;
}

uint64_t disk_transfer_ns(const struct disk *disk, uint64_t len_bytes)
{
	uint64_t bytes_per_s = models[disk->kind].bytes_per_s;

	return bytes_per_s ? len_bytes * PER_SEC / bytes_per_s : 0;
}
