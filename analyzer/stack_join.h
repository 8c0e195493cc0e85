/*
 * Stacks are sampled at a bounded rate, so not every fault has its own. One
 * without is given that of the fault, or sample, of the same thread and
 * instruction that is nearest in time, and is marked as joined.
 */
#ifndef MMSTALL_STACK_JOIN_H
#define MMSTALL_STACK_JOIN_H

#include "analyzer/model.h"

/* Sets stacks and FAULT_JOINED. Faults are sorted by thread and time. Linear
 * but for sorting. */
void stack_join(struct process *process);

#endif
