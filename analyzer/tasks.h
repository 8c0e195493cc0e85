/*
 * Which task, as the program named it (mmstall.h), a thread was in. PROCESS has
 * been sorted.
 */
#ifndef MMSTALL_TASKS_H
#define MMSTALL_TASKS_H

#include "analyzer/model.h"

/* The innermost task of THREAD at T_NS; NULL: none. */
const struct task *task_at(const struct process *process, uint32_t thread,
			   int64_t t_ns);

/* The longest task of THREAD that begins in the LEN_NS from T_NS; or NULL. */
const struct task *task_longest(const struct process *process, uint32_t thread,
				int64_t t_ns, uint64_t len_ns);

#endif
