/*
 * rawthread: a loop on a thread that no thread library made (clone(2), with a
 * thread-local block of its own). Its first wait is the first that anybody
 * hears of it. Prints its id.
 */
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "preload/raw_thread.h"

static _Atomic int is_done;

static int loop(void *unused)
{
	struct timespec length = { .tv_nsec = 3000000 };

	(void)unused;
	for (int i = 0; i < 5; i++) {
		poll(NULL, 0, 1);
		nanosleep(&length, NULL);
	}
	atomic_store(&is_done, 1);
	for (;;)
		pause();
	return 0;
}

int main(void)
{
	int tid = raw_thread_start(loop, NULL, 65536);

	if (tid < 0)
		return 1;
	while (!atomic_load(&is_done))
		usleep(1000);
	printf("EXPECT tid=%d\n", tid);
	return 0;
}
