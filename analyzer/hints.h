/*
 * Which advice about the order of access (madvise) was in force on which bytes
 * of a mapping at a time. Other advice does not last: it does something once.
 */
#ifndef MMSTALL_HINTS_H
#define MMSTALL_HINTS_H

#include "analyzer/model.h"

enum hint {
	HINT_NONE, /* never advised: as normal */
	HINT_NORMAL,
	HINT_RANDOM,
	HINT_SEQUENTIAL,
};

struct hints {
	struct array given; /* by mapping and time */
};

struct hints hints_of(const struct process *process);
void hints_release(struct hints *hints);

/*
 * The advice in force at T_NS at OFFSET of MAP. A program that advises window
 * after window gives thousands: only the last few hundred are looked at.
 */
enum hint hints_at(const struct hints *hints, uint32_t map, int64_t t_ns,
		   uint64_t offset);

#endif
