/*
 * A server on libuv. The hazard: a callback of the loop sums mapped bytes. The
 * cure: uv_queue_work() has them read by libuv's own threads.
 */
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

#include "servers/c/serving.h"

static struct serving serving;

static void read_off_loop(uv_work_t *work)
{
	job_work(work->data);
}

static void reply(uv_work_t *work, int status)
{
	(void)status;
	job_reply(work->data);
	free(work);
}

static __attribute__((noinline)) void handle_request(
	struct connection *connection, const struct request *request)
{
	uv_work_t *work;

	if (!serving.is_cured) {
		connection_reply(connection, request->id,
				 serving_touch(&serving, request));
		return;
	}
	work = malloc(sizeof(*work));
	if (!work)
		err(EXIT_FAILURE, "a request");
	work->data = job_new(&serving, connection, request);
	uv_queue_work(uv_default_loop(), work, read_off_loop, reply);
}

static void free_watcher(uv_handle_t *watcher)
{
	connection_end(watcher->data);
	free(watcher);
}

static void on_readable(uv_poll_t *watcher, int status, int events)
{
	(void)events;
	if (status < 0 ||
	    !connection_receive(&serving, watcher->data, handle_request)) {
		uv_poll_stop(watcher);
		uv_close((uv_handle_t *)watcher, free_watcher);
	}
}

static void on_client(uv_poll_t *listener, int status, int events)
{
	struct connection *connection;

	(void)events;
	while (status == 0 && (connection = serving_accept(&serving))) {
		uv_poll_t *watcher = malloc(sizeof(*watcher));

		if (!watcher)
			err(EXIT_FAILURE, "a client");
		uv_poll_init(listener->loop, watcher, connection->fd);
		watcher->data = connection;
		uv_poll_start(watcher, UV_READABLE, on_readable);
	}
}

static void on_sigterm(uv_signal_t *signal, int number)
{
	(void)number;
	uv_stop(signal->loop);
}

int main(int argc, char **argv)
{
	uv_loop_t *loop = uv_default_loop();
	uv_signal_t signal;
	uv_poll_t listener;

	serving_start(&serving, argc, argv);
	uv_signal_init(loop, &signal);
	uv_signal_start(&signal, on_sigterm, SIGTERM);
	uv_poll_init(loop, &listener, serving.listener);
	uv_poll_start(&listener, UV_READABLE, on_client);
	uv_run(loop, UV_RUN_DEFAULT);
	return EXIT_SUCCESS;
}
