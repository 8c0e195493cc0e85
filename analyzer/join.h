/*
 * Which faults fell into which iterations: joined by thread and time, each
 * fault charged only for the part of it that lies inside, and moments that two
 * nested faults share (a signal handler's, inside its victim's) only once, to
 * the one that began first.
 */
#ifndef MMSTALL_JOIN_H
#define MMSTALL_JOIN_H

#include "analyzer/model.h"

/* What an iteration contains. */
struct joined {
	uint64_t file_ns;   /* in blocking faults on mapped files */
	uint64_t other_ns;  /* in blocking faults on other memory */
	uint64_t asleep_ns; /* of both, as far as switches are known */
	uint64_t faults;    /* blocking faults that lie in it, wholly or not */
	size_t longest;     /* index + 1 of the fault that took most of it, one
			     * on a file if there is any; 0: none */
};

/* So much of a fault lies in an iteration. */
struct charge {
	uint32_t iteration, fault; /* indexes */
	uint64_t ns;
};

struct join {
	struct joined *iterations; /* parallel to process->iterations */
	uint64_t *charged_ns;      /* parallel to process->faults: of each
				    * fault, the part inside iterations */
	struct array charges;      /* struct charge, by iteration and time */
};

/* PROCESS has been sorted (model_sort). Linear, whatever the log says. */
struct join join_make(const struct process *process);
void join_release(struct join *join);

#endif
