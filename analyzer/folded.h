/*
 * Blocked time on mapped files by thread and stack: what flame graphs are made
 * of.
 */
#ifndef MMSTALL_FOLDED_H
#define MMSTALL_FOLDED_H

#include "analyzer/report.h"

struct folded {
	const struct process *process;
	uint32_t thread, stack, code; /* code: only without a stack */
	uint64_t ns;
};

/* Hands out each thread's stacks, all faults of one together. */
void folded_each(const struct report *report,
		 void (*each)(void *context, const struct folded *folded),
		 void *context);

/*
 * Names of FOLDED, struct folded_name, to be released: program, thread, and the
 * functions from the outermost on. Those that no stack is known of have "[no
 * stack]" and, if it is known, the function.
 */
struct folded_name {
	const char *name;
};
struct array folded_names(const struct report *report,
			  const struct folded *folded);

#endif
