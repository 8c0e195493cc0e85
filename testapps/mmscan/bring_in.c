#include "mmscan/bring_in.h"

#include "common/residency.h"

#include <err.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t shorter(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t chunk_end(const struct task *task)
{
	return task->at + task_chunk_bytes(task);
}

static uint64_t window_end(const struct task *task)
{
	return shorter(task->ready_to + task->tuning->window_bytes,
		       task->file->size_bytes);
}

/* The mapping's page tables are shared: the loop will not fault either. */
static void touch_chunk(void *data)
{
	const struct task *task = data;
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);

	for (uint64_t at = task->at; at < chunk_end(task); at += page_bytes)
		(void)*(const volatile unsigned char *)(task->base + at);
}

static void populate_window(void *data)
{
	const struct task *task = data;

	if (madvise(task->base + task->ready_to,
		    window_end(task) - task->ready_to, MADV_POPULATE_READ) < 0)
		err(EXIT_FAILURE, "--cure window does not work on %s",
		    task->file->path);
}

static void submit(struct task *task, struct pool *pool, void (*work)(void *))
{
	task->job.work = work;
	task->job.data = task;
	task->job_is_under_way = true;
	pool_submit(pool, &task->job);
}

static bool chunk_is_in_memory(const struct task *task)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t len = task_chunk_bytes(task);

	return residency_pages(task->file->path, task->base + task->at, len) ==
	       (len + page_bytes - 1) / page_bytes;
}

static bool touched_is_ready(struct task *task, struct pool *pool)
{
	if (chunk_end(task) <= task->ready_to)
		return true;
	submit(task, pool, touch_chunk);
	return false;
}

static bool absent_is_ready(struct task *task, struct pool *pool)
{
	return chunk_is_in_memory(task) || touched_is_ready(task, pool);
}

static bool window_is_ready(struct task *task, struct pool *pool)
{
	if (!task->job_is_under_way &&
	    task->ready_to < task->file->size_bytes &&
	    task->ready_to - task->at < task->tuning->window_bytes)
		submit(task, pool, populate_window);
	return chunk_end(task) <= task->ready_to;
}

static bool always_ready(struct task *task, struct pool *pool)
{
	(void)task;
	(void)pool;
	return true;
}

bool bring_in_is_ready(struct task *task, struct pool *pool)
{
	static bool (*const is_ready[])(struct task *, struct pool *) = {
		[BRING_IN_NOT] = always_ready,
		[BRING_IN_TOUCH] = touched_is_ready,
		[BRING_IN_ABSENT] = absent_is_ready,
		[BRING_IN_WINDOW] = window_is_ready,
	};

	return is_ready[task->cure->bring_in](task, pool);
}

void bring_in_done(struct task *task)
{
	task->job_is_under_way = false;
	task->ready_to = task->cure->bring_in == BRING_IN_WINDOW
				 ? window_end(task)
				 : chunk_end(task);
}

unsigned bring_in_threads(enum bring_in how, const struct tuning *tuning)
{
	return how == BRING_IN_WINDOW ? 1 : tuning->pool_threads;
}
