#include "slowfs/fs.h"
#include "slowfs/serve.h"

#include "common/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void interrupt(int signal)
{
	(void)signal;
}

static void *serve_thread(void *arg)
{
	struct serve *serve = arg;
	struct fuse_session *session = serve->session;
	struct fuse_buf request = { .mem = NULL };

	/* The kernel may delay a wake-up by the slack, 50 us by default. */
	prctl(PR_SET_TIMERSLACK, 1UL);
	while (!fuse_session_exited(session)) {
		int got = fuse_session_receive_buf(session, &request);

		if (got == -EINTR)
			continue;
		if (got <= 0)
			break;
		fs_thread_took_request(now_ns());
		fuse_session_process_buf(session, &request);
	}
	free(request.mem);
	fs_thread_ends();
	kill(getpid(), SIGTERM);
	atomic_fetch_sub_explicit(&serve->running, 1, memory_order_release);
	return NULL;
}

int serve_start(struct serve *serve, struct fuse_session *session)
{
	/* No SA_RESTART: it must end a thread's wait for a request. */
	struct sigaction action = { .sa_handler = interrupt };

	*serve = (struct serve){ .session = session };
	sigaction(SIGUSR1, &action, NULL);
	for (unsigned i = 0; i < SERVE_THREADS; i++) {
		int error;

		atomic_fetch_add_explicit(&serve->running, 1,
					  memory_order_relaxed);
		error = pthread_create(&serve->threads[i], NULL, serve_thread,
				       serve);
		if (error) {
			atomic_fetch_sub_explicit(&serve->running, 1,
						  memory_order_relaxed);
			return -error;
		}
		serve->started++;
	}
	return 0;
}

void serve_stop(struct serve *serve)
{
	fuse_session_exit(serve->session);
	/*
	 * Again and again: a thread can be between its look at the session
	 * and its wait. Acquire pairs with the release in serve_thread().
	 */
	while (atomic_load_explicit(&serve->running, memory_order_acquire)) {
		for (unsigned i = 0; i < serve->started; i++)
			pthread_kill(serve->threads[i], SIGUSR1);
		sleep_until_ns(now_ns() + NS_PER_MS);
	}
	for (unsigned i = 0; i < serve->started; i++)
		pthread_join(serve->threads[i], NULL);
	serve->started = 0;
}
