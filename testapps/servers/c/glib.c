/*
 * A server on GLib's main loop. The hazard: a source's callback sums mapped
 * bytes. The cure: a GThreadPool reads them, and hands the reply to the loop's
 * context.
 */
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>

#include "servers/c/serving.h"

#define THREADS 8

static struct serving serving;
static GThreadPool *threads;

static gboolean reply(gpointer job)
{
	job_reply(job);
	return G_SOURCE_REMOVE;
}

static void read_off_loop(gpointer job, gpointer unused)
{
	(void)unused;
	job_work(job);
	g_idle_add_full(G_PRIORITY_DEFAULT, reply, job, NULL);
}

static __attribute__((noinline)) void handle_request(
	struct connection *connection, const struct request *request)
{
	if (serving.is_cured)
		g_thread_pool_push(
			threads, job_new(&serving, connection, request), NULL);
	else
		connection_reply(connection, request->id,
				 serving_touch(&serving, request));
}

static gboolean on_readable(gint fd, GIOCondition what, gpointer connection)
{
	(void)fd;
	(void)what;
	if (connection_receive(&serving, connection, handle_request))
		return G_SOURCE_CONTINUE;
	connection_end(connection);
	return G_SOURCE_REMOVE;
}

static gboolean on_client(gint fd, GIOCondition what, gpointer unused)
{
	struct connection *connection;

	(void)fd;
	(void)what;
	(void)unused;
	while ((connection = serving_accept(&serving)))
		g_unix_fd_add(connection->fd, G_IO_IN | G_IO_HUP, on_readable,
			      connection);
	return G_SOURCE_CONTINUE;
}

static gboolean on_sigterm(gpointer loop)
{
	g_main_loop_quit(loop);
	return G_SOURCE_CONTINUE;
}

int main(int argc, char **argv)
{
	GMainLoop *loop = g_main_loop_new(NULL, FALSE);

	serving_start(&serving, argc, argv);
	if (serving.is_cured)
		threads = g_thread_pool_new(read_off_loop, NULL, THREADS, TRUE,
					    NULL);
	g_unix_signal_add(SIGTERM, on_sigterm, loop);
	g_unix_fd_add(serving.listener, G_IO_IN, on_client, NULL);
	g_main_loop_run(loop);
	return EXIT_SUCCESS;
}
