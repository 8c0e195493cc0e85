#include "mmscan/loops.h"

#include "common/clock.h"

#include <err.h>
#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <string.h>

/* Each task has one read under way: the ring is never full. */
static void ask_for_chunk(struct io_uring *ring, struct task *task)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(ring);

	io_uring_prep_read(sqe, task->fd, task->buffer,
			   (unsigned)task_chunk_bytes(task), task->at);
	io_uring_sqe_set_data(sqe, task);
}

/* Returns how many tasks are over by it. */
static unsigned take_chunk(struct io_uring *ring, struct io_uring_cqe *cqe)
{
	struct task *task = io_uring_cqe_get_data(cqe);

	task_check_read(task, cqe->res);
	io_uring_cqe_seen(ring, cqe);
	task_add_read(task);
	if (task_is_over(task))
		return 1;
	ask_for_chunk(ring, task);
	return 0;
}

/*
 * Part of the iteration, not of the wait: what is in memory already is copied
 * by this call, on the loop's thread.
 */
static void submit(struct io_uring *ring)
{
	int submitted = io_uring_submit(ring);

	if (submitted < 0)
		errx(EXIT_FAILURE, "cannot submit reads to io_uring: %s",
		     strerror(-submitted));
}

static void scan_all(struct scan *scan, struct io_uring *ring)
{
	unsigned left = scan->task_count;

	scan->begin_ns = now_ns();
	for (unsigned i = 0; i < scan->task_count; i++)
		ask_for_chunk(ring, &scan->tasks[i]);
	submit(ring);
	while (left) {
		struct io_uring_cqe *cqe;
		int got = io_uring_submit_and_wait(ring, 1);
		uint64_t start_ns = now_ns();

		if (got < 0 && got != -EINTR)
			errx(EXIT_FAILURE, "cannot wait in io_uring: %s",
			     strerror(-got));
		if (io_uring_peek_cqe(ring, &cqe) != 0)
			continue;
		do {
			left -= take_chunk(ring, cqe);
		} while (io_uring_peek_cqe(ring, &cqe) == 0);
		submit(ring);
		laps_add(&scan->laps[0], start_ns, now_ns());
	}
	scan->end_ns = now_ns();
}

void loop_uring_run(struct scan *scan)
{
	struct io_uring ring;
	int error = io_uring_queue_init(scan->task_count, &ring, 0);

	if (error)
		errx(EXIT_FAILURE, "cannot make a ring: %s", strerror(-error));
	scan_all(scan, &ring);
	io_uring_queue_exit(&ring);
}

const char *loop_uring_refusal(void)
{
	struct io_uring ring;
	int error = io_uring_queue_init(1, &ring, 0);

	if (error)
		return strerror(-error);
	io_uring_queue_exit(&ring);
	return NULL;
}
