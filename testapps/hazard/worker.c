#include "hazard/worker.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void touch_all(struct worker *worker)
{
	const struct plan *plan = worker->plan;

	for (unsigned i = 0; i < plan->worker_pages; i++) {
		uint64_t at = plan_word_offset(plan, plan->worker_offsets[i]);
		uint64_t word = touch_word(&worker->touches, worker->base, at);

		worker->wrong += word != content_word(plan->file_number, at);
	}
}

static void *worker_thread(void *arg)
{
	struct worker *worker = arg;

	worker->tid = gettid();
	pthread_barrier_wait(worker->start);
	touch_all(worker);
	eventfd_write(worker->done_fd, 1);
	return NULL;
}

void worker_start(struct worker *worker, const struct plan *plan,
		  const void *base, pthread_barrier_t *start)
{
	int error;

	*worker = (struct worker){
		.plan = plan,
		.base = base,
		.start = start,
		.done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
	};
	if (worker->done_fd < 0)
		err(EXIT_FAILURE, "no event descriptor for the worker");
	error = -touch_log_init(&worker->touches, plan->worker_pages);
	if (!error)
		error = pthread_create(&worker->thread, NULL, worker_thread,
				       worker);
	if (error)
		errx(EXIT_FAILURE, "no worker thread: %s", strerror(error));
	pthread_setname_np(worker->thread, "worker");
}

void worker_join(struct worker *worker)
{
	pthread_join(worker->thread, NULL);
}

void worker_release(struct worker *worker)
{
	close(worker->done_fd);
	touch_log_release(&worker->touches);
}
