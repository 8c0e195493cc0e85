/*
 * The faults of all threads of a process in the order of their times. They are
 * sorted by thread and time already, so the threads' runs are merged.
 */
#ifndef MMSTALL_TIME_ORDER_H
#define MMSTALL_TIME_ORDER_H

#include "analyzer/model.h"

/* Indexes into PROCESS's faults (sorted by model_sort); the caller frees it. */
size_t *time_order(const struct process *process);

#endif
