/* The public functions, as mmstall.h calls them. */
#include "tasks.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT void mmstall_hook_iteration_begin(void);
EXPORT void mmstall_hook_iteration_end(void);
EXPORT void mmstall_hook_task_begin(const char *name);
EXPORT void mmstall_hook_task_end(void);

/* There is one marked loop a thread. */
#define MARKED_ID 1

static struct wait marked(void)
{
	return wait_of(WAIT_MARKED, MARKED_ID);
}

void mmstall_hook_iteration_begin(void)
{
	/* The first one, or the end before it was left out. */
	if (!wait_is_open(marked()))
		wait_begin(marked());
	wait_end(marked(), 0);
}

void mmstall_hook_iteration_end(void)
{
	if (!wait_is_open(marked()))
		wait_begin(marked());
}

void mmstall_hook_task_begin(const char *name)
{
	task_begin(name);
}

void mmstall_hook_task_end(void)
{
	task_end();
}
