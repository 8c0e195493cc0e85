/*
 * Schedulers that never wait: a runtime that always has something to run (the
 * tasks of one that block in page faults, for instance) never comes to a wait
 * function, so no loop of its is seen. What gives it away is that its main
 * thread is blocked on mapped files.
 */
#ifndef MMSTALL_UNENDED_H
#define MMSTALL_UNENDED_H

#include "analyzer/model.h"

/*
 * Gives PROCESS one loop with one iteration that has not ended, on its main
 * thread, if no thread of it ever waited for events and that thread was blocked
 * on mapped files for UNENDED_NS or more. Faults have been sorted.
 */
void unended_add(struct process *process);

#define UNENDED_NS 10000000

/* LOOP is such a one. */
static inline bool loop_never_waits(const struct loop *loop)
{
	return !loop->wait[0];
}

#endif
