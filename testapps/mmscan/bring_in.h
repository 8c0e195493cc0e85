/*
 * The cures in which others see to it that bytes are in memory and mapped
 * before a loop looks at them.
 */
#ifndef MMSCAN_BRING_IN_H
#define MMSCAN_BRING_IN_H

#include "mmscan/task.h"

/* The threads that such a cure wants. */
unsigned bring_in_threads(enum bring_in how, const struct tuning *tuning);

/*
 * May the loop add up the task's next chunk now? If not, a job is under way;
 * and one may be under way for later chunks in any case.
 */
bool bring_in_is_ready(struct task *task, struct pool *pool);

/* The task's job is done. */
void bring_in_done(struct task *task);

#endif
