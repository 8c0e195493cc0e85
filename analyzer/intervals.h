/*
 * Which of many ranges of addresses holds one: those of symbols, or of
 * functions. Ranges may overlap.
 */
#ifndef MMSTALL_INTERVALS_H
#define MMSTALL_INTERVALS_H

#include <stdint.h>

#include "analyzer/array.h"

struct intervals {
	struct array all;
};

struct intervals intervals_none(void);
void intervals_release(struct intervals *intervals);

/* From FROM to before TO. ITEM is the caller's name for it. */
void intervals_add(struct intervals *intervals, uint64_t from, uint64_t to,
		   unsigned weight, size_t item);

/* After the last one was added. */
void intervals_sort(struct intervals *intervals);

#define INTERVALS_NONE SIZE_MAX

/*
 * The item that ADDRESS lies in: of several the one that begins last, of those
 * the one with the most weight, then the shortest, then the least item.
 */
size_t intervals_find(const struct intervals *intervals, uint64_t address);

/* The largest end of what begins at ADDRESS or before; 0: nothing does. */
uint64_t intervals_reach(const struct intervals *intervals, uint64_t address);

#endif
