/*
 * Which faults fell into which iterations: joined by thread and time, each
 * fault charged only for the part of it that lies inside, and moments that two
 * nested faults share (a signal handler's, inside its victim's) only once.
 */
#ifndef MMSTALL_JOIN_H
#define MMSTALL_JOIN_H

#include "analyzer/model.h"

/* What an iteration contains. */
struct joined {
	uint64_t file_ns;  /* in blocking faults on mapped files */
	uint64_t other_ns; /* in blocking faults on other memory */
	size_t first;      /* its faults: process->faults[first …] */
	size_t count;
};

struct join {
	struct joined *iterations; /* parallel to process->iterations */
	uint64_t *charged_ns;      /* parallel to process->faults: of each
				    * fault, the part inside iterations */
};

/* PROCESS has been sorted (model_sort). Linear but for one search a loop. */
struct join join_make(const struct process *process);
void join_release(struct join *join);

#endif
