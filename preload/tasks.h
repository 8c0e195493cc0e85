/*
 * Named pieces of work on a thread (mmstall.h): which request it was that
 * stalled the loop. Owner thread only; keeps errno.
 */
#ifndef MMSTALL_TASKS_H
#define MMSTALL_TASKS_H

#include <stdint.h>

#define TASK_NAME_BYTES 40
#define TASKS_DEPTH     8

struct task {
	uint64_t begin_ns;
	char name[TASK_NAME_BYTES]; /* ends with a zero */
};

/* The tasks that a thread is in, the outermost first. */
struct tasks {
	struct task open[TASKS_DEPTH];
	uint32_t depth; /* may exceed TASKS_DEPTH: those have no names */
};

struct host_thread;

void task_begin(const char *name);
void task_end(void);

/* THREAD waits for events: its tasks have ended at NOW_NS. */
void tasks_end_all(struct host_thread *thread, uint64_t now_ns);

#endif
