#include "tasks.h"

#include <string.h>

#include "host_thread.h"
#include "session.h"
#include "sys.h"

void task_begin(const char *name)
{
	struct host_thread *thread = hook_enter();
	struct tasks *tasks;

	if (!thread)
		return;
	tasks = &thread->tasks;
	if (tasks->depth < TASKS_DEPTH) {
		struct task *task = &tasks->open[tasks->depth];

		strncpy(task->name, name ? name : "", sizeof(task->name) - 1);
		task->name[sizeof(task->name) - 1] = '\0';
		task->begin_ns = now_ns();
	}
	tasks->depth++;
	hook_leave(thread);
}

/* The innermost task of THREAD has ended: noted if it can hold a disk read. */
static void end_one(struct host_thread *thread, uint64_t now)
{
	struct tasks *tasks = &thread->tasks;
	const struct task *task = &tasks->open[--tasks->depth];
	struct event event = { .t_ns = now, .kind = EVENT_TASK };

	if (tasks->depth >= TASKS_DEPTH ||
	    now - task->begin_ns < session.min_event_ns)
		return;
	event.task.begin_ns = task->begin_ns;
	memcpy(event.task.name, task->name, sizeof(event.task.name));
	host_thread_note(thread, &event);
}

void task_end(void)
{
	struct host_thread *thread = hook_enter();

	if (!thread)
		return;
	if (thread->tasks.depth)
		end_one(thread, now_ns());
	hook_leave(thread);
}

void tasks_end_all(struct host_thread *thread, uint64_t now)
{
	while (thread->tasks.depth)
		end_one(thread, now);
}
