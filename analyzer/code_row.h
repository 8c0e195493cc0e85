/*
 * Blocked time by function: by the callback that the loop had called, and by
 * the function that took the faults (code.c).
 */
#ifndef MMSTALL_CODE_ROW_H
#define MMSTALL_CODE_ROW_H

#include "analyzer/places.h"

struct code_row {
	struct place_function function; /* with the line of the longest fault */
	uint64_t faults, blocked_ns;
	uint64_t loop_ns; /* of it, inside iterations of loops */
	uint64_t longest_ns;
};

/* How well the blocked time on files is explained by stacks. */
struct stack_cover {
	uint64_t own_ns, joined_ns, none_ns;
	uint64_t cut_ns; /* of own and joined: the outermost part is missing */
};

#endif
