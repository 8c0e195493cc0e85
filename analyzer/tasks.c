#include "tasks.h"

/* Tasks lie eight deep inside each other at most; some may have ended between
 * the begin of one and the moment asked for. */
#define LOOKED_AT 256

/* The first task of PROCESS that begins after T_NS on THREAD, or later. */
static size_t first_after(const struct process *process, uint32_t thread,
			  int64_t t_ns)
{
	size_t low = 0, high = process->tasks.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct task *task = array_at(&process->tasks, struct task,
						   middle);

		if (task->thread < thread ||
		    (task->thread == thread && task->t_ns <= t_ns))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct task *task_at(const struct process *process, uint32_t thread,
			   int64_t t_ns)
{
	size_t index = first_after(process, thread, t_ns);

	for (size_t i = 0; i < LOOKED_AT && i < index; i++) {
		const struct task *task = array_at(&process->tasks, struct task,
						   index - 1 - i);

		if (task->thread != thread)
			break;
		if (t_ns - task->t_ns < (int64_t)task->len_ns)
			return task;
	}
	return NULL;
}

const struct task *task_longest(const struct process *process, uint32_t thread,
				int64_t t_ns, uint64_t len_ns)
{
	size_t index = first_after(process, thread, t_ns - 1);
	const struct task *longest = NULL;

	for (; index < process->tasks.len; index++) {
		const struct task *task = array_at(&process->tasks, struct task,
						   index);

		if (task->thread != thread ||
		    task->t_ns - t_ns >= (int64_t)len_ns)
			break;
		if (!longest || task->len_ns > longest->len_ns)
			longest = task;
	}
	return longest;
}
