/*
 * A server on a bare epoll loop. The hazard: the loop itself sums mapped bytes.
 * The cure: threads read them, and tell the loop through an eventfd.
 */
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>

#include "servers/c/serving.h"

enum {
	EVENTS = 64,
	THREADS = 8,
};

static struct serving serving;
static struct pool pool;
static int loop;

/* Where an event comes from: these, or else a connection. */
static char from_listener, from_signals, from_pool;

static void watch(int fd, void *from)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = from };

	if (epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event))
		err(EXIT_FAILURE, "epoll_ctl");
}

static __attribute__((noinline)) void handle_request(
	struct connection *connection, const struct request *request)
{
	if (serving.is_cured)
		pool_submit(&pool,
			    &job_new(&serving, connection, request)->pool);
	else
		connection_reply(connection, request->id,
				 serving_touch(&serving, request));
}

static void accept_clients(void)
{
	struct connection *connection;

	while ((connection = serving_accept(&serving)))
		watch(connection->fd, connection);
}

static void reply_done(void)
{
	struct pool_job *next;

	for (struct pool_job *done = pool_take_done(&pool); done; done = next) {
		next = done->next;
		job_reply(done->data);
	}
}

/* False: it is time to end. */
static bool handle_event(void *from)
{
	if (from == &from_signals)
		return false;
	if (from == &from_listener)
		accept_clients();
	else if (from == &from_pool)
		reply_done();
	else if (!connection_receive(&serving, from, handle_request))
		connection_end(from);
	return true;
}

static int watch_sigterm(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int main(int argc, char **argv)
{
	struct epoll_event events[EVENTS];
	int signals = watch_sigterm();
	bool goes_on = true;

	serving_start(&serving, argc, argv);
	loop = epoll_create1(EPOLL_CLOEXEC);
	watch(signals, &from_signals);
	watch(serving.listener, &from_listener);
	if (serving.is_cured) {
		pool_start(&pool, THREADS);
		watch(pool.done_fd, &from_pool);
	}
	while (goes_on) {
		int count = epoll_wait(loop, events, EVENTS, -1);

		for (int i = 0; i < count && goes_on; i++)
			goes_on = handle_event(events[i].data.ptr);
	}
	return EXIT_SUCCESS;
}
