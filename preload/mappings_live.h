/*
 * How mappings.c and mappings_see.c find their way in the live mappings of a
 * table: by start, disjoint, with holes in between.
 */
#ifndef MMSTALL_MAPPINGS_LIVE_H
#define MMSTALL_MAPPINGS_LIVE_H

#include "mappings.h"

static inline struct mapping *live_at(const struct mappings *table,
				      size_t index)
{
	return vec_at(&table->live, struct mapping, index);
}

/* Index of the first live mapping that ends after ADDRESS. */
static inline size_t first_after(const struct mappings *table, uint64_t address)
{
	size_t low = 0, high = table->live.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (live_at(table, middle)->end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* An entry that says: nothing is here since born_ns. */
static inline bool is_hole(const struct mapping *mapping)
{
	return mapping->file == 0;
}

/* The part of OWNER from START to END. */
static inline struct mapping part_of(const struct mapping *owner,
				     uint64_t start, uint64_t end)
{
	struct mapping part = *owner;

	part.start = start;
	part.end = end;
	part.offset = owner->offset + (start - owner->start);
	return part;
}

#endif
