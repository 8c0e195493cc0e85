#include "mmscan/threads.h"

#include "common/clock.h"

#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct thread {
	pthread_t id;
	struct task *task;
	struct laps *laps;
	pthread_barrier_t *start;
};

static void step(struct task *task)
{
	if (task->buffer) {
		task_read(task);
		task_add_read(task);
	} else if (!task->base) {
		task_map(task);
	} else {
		task_add_mapped(task);
	}
}

static void scan_one(struct task *task, struct laps *laps)
{
	while (!task_is_over(task)) {
		uint64_t start_ns = now_ns();

		step(task);
		laps_add(laps, start_ns, now_ns());
	}
}

static void *scan_thread(void *arg)
{
	struct thread *thread = arg;

	pthread_barrier_wait(thread->start);
	scan_one(thread->task, thread->laps);
	return NULL;
}

static void start_thread(struct thread *thread, unsigned number)
{
	char name[24];
	int error = pthread_create(&thread->id, NULL, scan_thread, thread);

	if (error)
		errx(EXIT_FAILURE, "no thread: %s", strerror(error));
	snprintf(name, sizeof(name), "scan-%u", number);
	pthread_setname_np(thread->id, name);
}

void threads_run(struct scan *scan)
{
	struct thread *threads = calloc(scan->task_count, sizeof(*threads));
	pthread_barrier_t start;

	if (!threads)
		err(EXIT_FAILURE, "no memory for %u threads", scan->task_count);
	pthread_barrier_init(&start, NULL, scan->task_count + 1);
	for (unsigned i = 0; i < scan->task_count; i++) {
		threads[i].task = &scan->tasks[i];
		threads[i].laps = &scan->laps[i];
		threads[i].start = &start;
		start_thread(&threads[i], i);
	}
	scan->begin_ns = now_ns();
	pthread_barrier_wait(&start);
	for (unsigned i = 0; i < scan->task_count; i++)
		pthread_join(threads[i].id, NULL);
	scan->end_ns = now_ns();
	pthread_barrier_destroy(&start);
	free(threads);
}

void single_run(struct scan *scan)
{
	scan->begin_ns = now_ns();
	for (unsigned i = 0; i < scan->task_count; i++)
		scan_one(&scan->tasks[i], &scan->laps[0]);
	scan->end_ns = now_ns();
}
