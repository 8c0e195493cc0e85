/*
 * What people try against faults that wait for a disk, one table: something
 * done to a mapping when it is made, while it is scanned, or by other threads
 * before a loop looks at it.
 */
#ifndef MMSCAN_CURES_H
#define MMSCAN_CURES_H

#include <stdbool.h>
#include <stdint.h>

/* How a loop has the next bytes brought in by others before it needs them. */
enum bring_in {
	BRING_IN_NOT,
	BRING_IN_TOUCH,  /* threads of a pool touch each chunk */
	BRING_IN_ABSENT, /* the same, but only what mincore says is absent */
	BRING_IN_WINDOW, /* one thread populates a window ahead of the loop */
};

struct cure {
	const char *name;
	int map_flags; /* besides MAP_SHARED */
	/* On the thread that has made the mapping. 0, or -1 and errno. */
	int (*prepare)(void *base, int fd, uint64_t size_bytes);
	bool prefetches;
	enum bring_in bring_in; /* a cure of loops only */
};

enum {
	CURE_COUNT = 13
};

/* The first is "none". */
extern const struct cure cures[CURE_COUNT];

/* NULL: there is no cure of that name. */
const struct cure *cure_find(const char *name);

#endif
