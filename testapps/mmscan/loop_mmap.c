#include "mmscan/loops.h"

#include "common/clock.h"
#include "mmscan/bring_in.h"

#include <err.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

struct loop {
	struct scan *scan;
	struct pool *pool; /* NULL: no cure needs one */
	int epoll_fd;
	unsigned runnable, left; /* tasks */
};

static void step(struct loop *loop, struct task *task)
{
	if (!task->base) {
		task_map(task);
		return;
	}
	if (!bring_in_is_ready(task, loop->pool)) {
		task->waits_for_job = true;
		loop->runnable--;
		return;
	}
	task_add_mapped(task);
	if (task_is_over(task)) {
		loop->runnable--;
		loop->left--;
	}
}

static void step_all(struct loop *loop)
{
	for (unsigned i = 0; i < loop->scan->task_count; i++) {
		struct task *task = &loop->scan->tasks[i];

		if (!task_is_over(task) && !task->waits_for_job)
			step(loop, task);
	}
}

static void take_done_jobs(struct loop *loop)
{
	struct pool_job *job = pool_take_done(loop->pool);

	while (job) {
		struct pool_job *next = job->next;
		struct task *task = job->data;

		loop->runnable += task->waits_for_job;
		task->waits_for_job = false;
		bring_in_done(task);
		job = next;
	}
}

static void scan_all(struct loop *loop)
{
	struct scan *scan = loop->scan;

	scan->begin_ns = now_ns();
	while (loop->left) {
		struct epoll_event event;
		int count = epoll_wait(loop->epoll_fd, &event, 1,
				       loop->runnable ? 0 : -1);
		uint64_t start_ns = now_ns();

		if (count > 0)
			take_done_jobs(loop);
		if (!loop->runnable)
			continue;
		step_all(loop);
		laps_add(&scan->laps[0], start_ns, now_ns());
	}
	scan->end_ns = now_ns();
}

static void watch_pool(struct loop *loop, struct pool *pool, enum bring_in how)
{
	struct epoll_event readable = { .events = EPOLLIN };

	pool_start(pool, bring_in_threads(how, loop->scan->tuning));
	loop->pool = pool;
	if (epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, pool->done_fd, &readable) <
	    0)
		err(EXIT_FAILURE, "cannot watch the pool");
}

void loop_mmap_run(struct scan *scan)
{
	enum bring_in how = scan->tasks[0].cure->bring_in;
	struct loop loop = {
		.scan = scan,
		.epoll_fd = epoll_create1(EPOLL_CLOEXEC),
		.runnable = scan->task_count,
		.left = scan->task_count,
	};
	struct pool pool;

	if (loop.epoll_fd < 0)
		err(EXIT_FAILURE, "cannot make an event loop");
	if (how != BRING_IN_NOT)
		watch_pool(&loop, &pool, how);
	scan_all(&loop);
	if (loop.pool)
		pool_stop(&pool);
	close(loop.epoll_fd);
}
