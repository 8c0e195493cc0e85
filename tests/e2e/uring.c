/*
 * uring [PLUGIN]: a loop on an io_uring through liburing's functions; each of
 * its iterations sleeps. Built as a shared object, it is the plugin, whose
 * liburing is loaded with it and is known to nobody else.
 */
#include <dlfcn.h>
#include <liburing.h>
#include <stdio.h>
#include <unistd.h>

#define ITERATIONS 3

/* The waits in turn, each for the completion of one no-op. */
static int wait_submitting(struct io_uring *ring)
{
	return io_uring_submit_and_wait(ring, 1) == 1 ? 0 : -1;
}

static int wait_cqes(struct io_uring *ring)
{
	struct io_uring_cqe *done;

	io_uring_submit(ring);
	return io_uring_wait_cqes(ring, &done, 1, NULL, NULL);
}

/* Nothing comes: the time is up. */
static int wait_timeout(struct io_uring *ring)
{
	struct __kernel_timespec timeout = { .tv_nsec = 1000000 };
	struct io_uring_cqe *done;

	return io_uring_wait_cqe_timeout(ring, &done, &timeout) == -ETIME ? 0
									  : -1;
}

int run(void);

int run(void)
{
	static int (*const waits[])(struct io_uring * ring) = {
		wait_submitting,
		wait_cqes,
		wait_timeout,
	};
	struct io_uring ring;
	int result = io_uring_queue_init(4, &ring, 0);

	if (result) {
		fprintf(stderr, "io_uring_queue_init: %d\n", result);
		return 77;
	}
	for (int i = 0; i < ITERATIONS; i++) {
		struct io_uring_cqe *done;

		if (waits[i] != wait_timeout)
			io_uring_prep_nop(io_uring_get_sqe(&ring));
		if (waits[i](&ring))
			return 1;
		if (!io_uring_peek_cqe(&ring, &done))
			io_uring_cqe_seen(&ring, done);
		usleep(3000);
	}
	io_uring_queue_exit(&ring);
	return 0;
}

int main(int argc, char **argv)
{
	void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
	int (*run_in_plugin)(void) = NULL;

	if (argc > 1 && !plugin) {
		fprintf(stderr, "%s\n", dlerror());
		return 2;
	}
	if (plugin)
		run_in_plugin = (int (*)(void))dlsym(plugin, "run");
	return run_in_plugin ? run_in_plugin() : run();
}
