/* Threads: coming and going, and very many loops at once. */
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "work.h"

static void *nothing(void *unused)
{
	return unused;
}

int run_threads(uint64_t units)
{
	uint64_t begin_ns = 0, cpu_ns = 0;

	for (uint64_t i = 0; i < units + units / 10; i++) {
		pthread_t thread;

		if (i == units / 10) {
			begin_ns = clock_ns();
			cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
		}
		must(pthread_create(&thread, NULL, nothing, NULL) == 0,
		     "thread");
		pthread_join(thread, NULL);
	}
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return 0;
}

#define ROUNDS 200

static void *be_a_loop(void *unused)
{
	struct epoll_event event = { .events = EPOLLIN };
	int loop = epoll_create1(0);

	must(loop >= 0, "epoll");
	for (int i = 0; i < ROUNDS; i++)
		epoll_wait(loop, &event, 1, 10);
	close(loop);
	return unused;
}

int run_many(uint64_t threads)
{
	pthread_t *all = calloc(threads, sizeof(*all));
	uint64_t begin_ns = clock_ns();
	uint64_t cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);

	for (uint64_t i = 0; i < threads; i++)
		must(pthread_create(&all[i], NULL, be_a_loop, NULL) == 0,
		     "thread");
	for (uint64_t i = 0; i < threads; i++)
		pthread_join(all[i], NULL);
	free(all);
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     threads * ROUNDS);
	return 0;
}
