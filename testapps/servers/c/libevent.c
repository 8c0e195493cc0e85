/*
 * A server on libevent. The hazard: a callback of the loop sums mapped bytes.
 * The cure: threads read them, and an event of their eventfd replies.
 */
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>

#include "servers/c/serving.h"

#define THREADS 8

static struct serving serving;
static struct pool pool;
static struct event_base *base;

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

static void on_readable(evutil_socket_t fd, short what, void *connection)
{
	struct connection *from = connection;

	(void)fd;
	(void)what;
	if (connection_receive(&serving, from, handle_request))
		return;
	event_free(from->watcher);
	connection_end(from);
}

static void on_client(evutil_socket_t fd, short what, void *unused)
{
	struct connection *connection;

	(void)fd;
	(void)what;
	(void)unused;
	while ((connection = serving_accept(&serving))) {
		struct event *event = event_new(base, connection->fd,
						EV_READ | EV_PERSIST,
						on_readable, connection);

		connection->watcher = event;
		event_add(event, NULL);
	}
}

static void on_done(evutil_socket_t fd, short what, void *unused)
{
	struct pool_job *next;

	(void)fd;
	(void)what;
	(void)unused;
	for (struct pool_job *done = pool_take_done(&pool); done; done = next) {
		next = done->next;
		job_reply(done->data);
	}
}

static void on_sigterm(evutil_socket_t number, short what, void *unused)
{
	(void)number;
	(void)what;
	(void)unused;
	event_base_loopbreak(base);
}

int main(int argc, char **argv)
{
	serving_start(&serving, argc, argv);
	base = event_base_new();
	event_add(evsignal_new(base, SIGTERM, on_sigterm, NULL), NULL);
	event_add(event_new(base, serving.listener, EV_READ | EV_PERSIST,
			    on_client, NULL),
		  NULL);
	if (serving.is_cured) {
		pool_start(&pool, THREADS);
		event_add(event_new(base, pool.done_fd, EV_READ | EV_PERSIST,
				    on_done, NULL),
			  NULL);
	}
	return event_base_dispatch(base) < 0;
}
