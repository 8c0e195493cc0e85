/*
 * hooks COUNT: what a host thread does at each wait of its loop, COUNT times,
 * and nothing else: for valgrind, which counts instructions of count_waits().
 * The session is live without a collector, so nothing else runs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "preload/host_thread.h"
#include "preload/session.h"
#include "preload/ticks.h"
#include "preload/waits.h"

#define CALIBRATING_NS UINT64_C(200000000)

static __attribute__((noinline, noclone)) void count_waits(unsigned count)
{
	struct wait wait = wait_of(WAIT_EPOLL, 5);

	for (unsigned i = 0; i < count; i++) {
		wait_begin(wait);
		wait_end(wait, 1);
	}
}

static void calibrate(void)
{
	uint64_t end_ns = now_ns() + CALIBRATING_NS;

	while (now_ns() < end_ns)
		ticks_calibrate();
}

int main(int argc, char **argv)
{
	unsigned count = argc > 1 ? (unsigned)atol(argv[1]) : 0;

	if (!session_init())
		return EXIT_FAILURE;
	host_threads_init();
	calibrate();
	/* All are short: no event. */
	session.min_event_ns = session.min_iteration_ns = UINT64_MAX;
	session_set_phase(PHASE_LIVE);
	count_waits(10); /* it is a loop now */
	count_waits(count);
	return EXIT_SUCCESS;
}
