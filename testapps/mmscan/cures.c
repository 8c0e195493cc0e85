#include "mmscan/cures.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

static int advise_normal(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return madvise(base, size_bytes, MADV_NORMAL);
}

static int advise_random(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return madvise(base, size_bytes, MADV_RANDOM);
}

static int advise_sequential(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return madvise(base, size_bytes, MADV_SEQUENTIAL);
}

static int advise_willneed(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return madvise(base, size_bytes, MADV_WILLNEED);
}

static int populate_read(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return madvise(base, size_bytes, MADV_POPULATE_READ);
}

static int lock_in_memory(void *base, int fd, uint64_t size_bytes)
{
	(void)fd;
	return mlock(base, size_bytes);
}

static int read_ahead(void *base, int fd, uint64_t size_bytes)
{
	(void)base;
	return (int)readahead(fd, 0, size_bytes);
}

const struct cure cures[CURE_COUNT] = {
	{ .name = "none" },
	{ .name = "normal", .prepare = advise_normal },
	{ .name = "random", .prepare = advise_random },
	{ .name = "sequential", .prepare = advise_sequential },
	{ .name = "willneed", .prepare = advise_willneed },
	{ .name = "populate_read", .prepare = populate_read },
	{ .name = "map_populate", .map_flags = MAP_POPULATE },
	{ .name = "mlock", .prepare = lock_in_memory },
	{ .name = "prefetch", .prefetches = true },
	{ .name = "readahead", .prepare = read_ahead },
	{ .name = "window", .bring_in = BRING_IN_WINDOW },
	{ .name = "offload", .bring_in = BRING_IN_TOUCH },
	{ .name = "mincore", .bring_in = BRING_IN_ABSENT },
};

const struct cure *cure_find(const char *name)
{
	for (int i = 0; i < CURE_COUNT; i++)
		if (strcmp(name, cures[i].name) == 0)
			return &cures[i];
	return NULL;
}
