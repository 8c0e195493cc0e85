/*
 * hazard: an event loop that a mapped file stalls, and the same loop in two
 * forms that it does not stall. The main thread is the loop.
 */
#include "common/truth.h"
#include "hazard/clients.h"
#include "hazard/file.h"
#include "hazard/options.h"
#include "hazard/server.h"
#include "hazard/worker.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hazard {
	struct options options;
	struct file file;
	struct plan plan;
	const void *loop_base;
	const void *worker_base;
	struct clients clients;
	struct worker worker;
	struct pool pool;
	struct server server;
	pthread_barrier_t start; /* all threads begin at once */
};

static bool has_worker(const struct hazard *hazard)
{
	return hazard->options.worker_pages > 0;
}

static bool has_pool(const struct hazard *hazard)
{
	return hazard->options.mode == MODE_POOL;
}

/* The loop's stack, so that its growth is no fault of the loop. */
static void touch_stack(void)
{
	volatile char pages[128 << 10];

	for (size_t i = 0; i < sizeof(pages); i += 1024)
		pages[i] = 1;
}

static void prepare(struct hazard *hazard)
{
	const struct options *options = &hazard->options;
	const struct plan *plan = &hazard->plan;

	file_open(&hazard->file, options->path);
	plan_make(&hazard->plan, options, hazard->file.size_bytes,
		  hazard->file.number);
	hazard->loop_base = file_map(&hazard->file);
	hazard->worker_base = file_map(&hazard->file);
	pthread_barrier_init(&hazard->start, NULL,
			     1 + options->clients + has_worker(hazard));
	clients_start(&hazard->clients, options->clients, plan, &hazard->start);
	if (has_worker(hazard))
		worker_start(&hazard->worker, plan, hazard->worker_base,
			     &hazard->start);
	if (has_pool(hazard))
		pool_start(&hazard->pool, options->pool_threads);
	server_init(&hazard->server, plan, hazard->loop_base, &hazard->clients,
		    has_worker(hazard) ? &hazard->worker : NULL,
		    has_pool(hazard) ? &hazard->pool : NULL, hazard->file.fd,
		    options->tick_ns);
	touch_stack();
	if (options->mode == MODE_WARM)
		file_make_warm(&hazard->file, hazard->loop_base, plan);
	else
		file_make_cold(&hazard->file, hazard->loop_base);
}

static void run(struct hazard *hazard)
{
	pthread_barrier_wait(&hazard->start);
	server_run(&hazard->server);
	clients_join(&hazard->clients);
	if (has_worker(hazard))
		worker_join(&hazard->worker);
	if (has_pool(hazard))
		pool_stop(&hazard->pool);
}

static void print_expectations(const struct hazard *hazard, FILE *to)
{
	const struct server_truth *truth = &hazard->server.truth;
	struct touch_sums loop = touch_log_sums(&hazard->server.touches);
	struct touch_sums worker = touch_log_sums(&hazard->worker.touches);

	truth_expect_text(to, "file", hazard->file.path);
	truth_expect_text(to, "mode", mode_name(hazard->options.mode));
	truth_expect(to, "loop_tid", (uint64_t)gettid());
	truth_expect(to, "worker_tid", (uint64_t)hazard->worker.tid);
	truth_expect(to, "requests", clients_right(&hazard->clients));
	truth_expect(to, "loop_touches", hazard->server.touches.count);
	truth_expect(to, "loop_faults", loop.slow);
	truth_expect(to, "blocked_ns", loop.slow_ns);
	truth_expect(to, "worker_touches", hazard->worker.touches.count);
	truth_expect(to, "worker_faults", worker.slow);
	truth_expect(to, "worker_blocked_ns", worker.slow_ns);
	truth_expect(to, "iterations", truth->iterations);
	truth_expect(to, "longest_stall_ns", truth->longest_iteration_ns);
	truth_expect(to, "stalls_10ms", truth->stalls);
	truth_expect(to, "ticks", truth->ticks);
	truth_expect(to, "longest_tick_late_ns", truth->longest_tick_late_ns);
}

static void print_touches(const struct hazard *hazard, FILE *to)
{
	touch_log_print(&hazard->server.touches, "loop", to);
	touch_log_print(&hazard->worker.touches, "worker", to);
}

/* To a file of its own, or to standard output; exits if it cannot. */
static void write_out(const struct hazard *hazard, const char *path,
		      void (*print)(const struct hazard *, FILE *))
{
	FILE *to = path ? fopen(path, "we") : stdout;

	if (to)
		print(hazard, to);
	if (!to || fflush(to) != 0 || ferror(to) || (path && fclose(to) != 0))
		err(EXIT_FAILURE, "cannot write %s",
		    path ? path : "to standard output");
}

/* Was everything that was read what slowfs serves? */
static bool is_right(const struct hazard *hazard)
{
	const struct options *options = &hazard->options;
	unsigned right = clients_right(&hazard->clients);

	if (right == options->requests && hazard->worker.wrong == 0 &&
	    hazard->server.truth.unsent == 0)
		return true;
	warnx("%s: %u of %u answers and %u of the worker's %u words are not "
	      "what slowfs serves: the file is another one, or was read wrong",
	      hazard->file.path, clients_wrong(&hazard->clients),
	      options->requests, hazard->worker.wrong, options->worker_pages);
	return false;
}

static void release(struct hazard *hazard)
{
	server_release(&hazard->server);
	if (has_worker(hazard))
		worker_release(&hazard->worker);
	clients_release(&hazard->clients);
	pthread_barrier_destroy(&hazard->start);
	file_unmap(&hazard->file, hazard->worker_base);
	file_unmap(&hazard->file, hazard->loop_base);
	plan_release(&hazard->plan);
	file_close(&hazard->file);
}

int main(int argc, char **argv)
{
	static struct hazard hazard;
	bool right;

	options_parse(&hazard.options, argc, argv);
	prepare(&hazard);
	run(&hazard);
	write_out(&hazard, hazard.options.expect_path, print_expectations);
	if (hazard.options.touches_path)
		write_out(&hazard, hazard.options.touches_path, print_touches);
	right = is_right(&hazard);
	release(&hazard);
	return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
