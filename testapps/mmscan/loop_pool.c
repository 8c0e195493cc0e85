#include "mmscan/loops.h"

#include "common/clock.h"

#include <err.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

static void read_chunk(void *data)
{
	task_read(data);
}

static void ask_for_chunk(struct pool *pool, struct task *task)
{
	task->job.work = read_chunk;
	task->job.data = task;
	pool_submit(pool, &task->job);
}

/* Returns how many tasks are over by it. */
static unsigned take_chunks(struct pool *pool)
{
	struct pool_job *job = pool_take_done(pool);
	unsigned over = 0;

	while (job) {
		struct pool_job *next = job->next;
		struct task *task = job->data;

		task_add_read(task);
		if (task_is_over(task))
			over++;
		else
			ask_for_chunk(pool, task);
		job = next;
	}
	return over;
}

static void scan_all(struct scan *scan, int epoll_fd, struct pool *pool)
{
	unsigned left = scan->task_count;

	scan->begin_ns = now_ns();
	for (unsigned i = 0; i < scan->task_count; i++)
		ask_for_chunk(pool, &scan->tasks[i]);
	while (left) {
		struct epoll_event event;
		int count = epoll_wait(epoll_fd, &event, 1, -1);
		uint64_t start_ns = now_ns();

		if (count <= 0)
			continue;
		left -= take_chunks(pool);
		laps_add(&scan->laps[0], start_ns, now_ns());
	}
	scan->end_ns = now_ns();
}

void loop_pool_run(struct scan *scan)
{
	struct epoll_event readable = { .events = EPOLLIN };
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	struct pool pool;

	pool_start(&pool, scan->tuning->pool_threads);
	if (epoll_fd < 0 ||
	    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, pool.done_fd, &readable) < 0)
		err(EXIT_FAILURE, "cannot make an event loop");
	scan_all(scan, epoll_fd, &pool);
	pool_stop(&pool);
	close(epoll_fd);
}
