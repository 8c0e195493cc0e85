#include "hazard/options.h"

#include "common/units.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_REQUESTS = 10 * 1000 * 1000,
	MAX_PAGES = 1000 * 1000,
	MAX_CLIENTS = 256,
	MAX_POOL_THREADS = 64,
};

static const char help[] =
	"Usage: hazard --file PATH [OPTION]...\n"
	"An epoll server on one thread, with clients, a timer and a worker\n"
	"thread, that answers requests from pages of a file made by slowfs\n"
	"(data.N). It checks every answer, and says by its own clock how long\n"
	"the loop stalled, in lines EXPECT key=value (times in ns).\n"
	"\n"
	"  --file PATH        the file\n"
	"  --mode MODE        how the loop gets at the pages (default mmap):\n"
	"                       mmap  it touches cold mapped pages: the "
	"hazard\n"
	"                       warm  the same with every page in memory\n"
	"                       pool  threads read them, nothing is mapped\n"
	"  --order ORDER      random or sequential (default random)\n"
	"  --requests N       requests in total (default 100)\n"
	"  --pages N          pages of each request (default 1)\n"
	"  --clients N        clients that ask, each one request at a time\n"
	"                     (default 4)\n"
	"  --worker-pages N   cold pages that another thread touches "
	"meanwhile\n"
	"                     through a mapping of its own (default 0: no\n"
	"                     worker)\n"
	"  --pool-threads N   threads of --mode pool (default 4)\n"
	"  --tick TIME        period of the timer, with us, ms or s\n"
	"                     (default 5ms)\n"
	"  --seed N           seed of the random order (default 1)\n"
	"  --touches FILE     write every touch of a mapped page, one JSON\n"
	"                     object a line: thread, offset, start_ns, d_ns\n"
	"                     (bytes and CLOCK_MONOTONIC)\n"
	"  --expect FILE      write the EXPECT lines there, not to standard\n"
	"                     output\n"
	"  --help             this text\n";

enum option_id {
	OPT_FILE = 256,
	OPT_MODE,
	OPT_ORDER,
	OPT_REQUESTS,
	OPT_PAGES,
	OPT_CLIENTS,
	OPT_WORKER_PAGES,
	OPT_POOL_THREADS,
	OPT_TICK,
	OPT_SEED,
	OPT_TOUCHES,
	OPT_EXPECT,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "file", required_argument, NULL, OPT_FILE },
	{ "mode", required_argument, NULL, OPT_MODE },
	{ "order", required_argument, NULL, OPT_ORDER },
	{ "requests", required_argument, NULL, OPT_REQUESTS },
	{ "pages", required_argument, NULL, OPT_PAGES },
	{ "clients", required_argument, NULL, OPT_CLIENTS },
	{ "worker-pages", required_argument, NULL, OPT_WORKER_PAGES },
	{ "pool-threads", required_argument, NULL, OPT_POOL_THREADS },
	{ "tick", required_argument, NULL, OPT_TICK },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "touches", required_argument, NULL, OPT_TOUCHES },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char *const mode_names[] = {
	[MODE_MMAP] = "mmap",
	[MODE_WARM] = "warm",
	[MODE_POOL] = "pool",
};

const char *mode_name(enum mode mode)
{
	return mode_names[mode];
}

static enum mode mode_or_exit(const char *text)
{
	for (int i = MODE_MMAP; i <= MODE_POOL; i++)
		if (strcmp(text, mode_names[i]) == 0)
			return (enum mode)i;
	errx(EXIT_FAILURE, "--mode %s: write mmap, warm or pool", text);
}

static bool sequential_or_exit(const char *text)
{
	if (strcmp(text, "sequential") == 0)
		return true;
	if (strcmp(text, "random") != 0)
		errx(EXIT_FAILURE, "--order %s: write random or sequential",
		     text);
	return false;
}

static uint64_t count_or_exit(const char *name, const char *text, uint64_t min,
			      uint64_t max)
{
	uint64_t number;

	if (!units_parse_count(text, max, &number) || number < min)
		errx(EXIT_FAILURE,
		     "%s %s: write a whole number from %llu to %llu", name,
		     text, (unsigned long long)min, (unsigned long long)max);
	return number;
}

static unsigned small_or_exit(const char *name, const char *text, unsigned min,
			      unsigned max)
{
	return (unsigned)count_or_exit(name, text, min, max);
}

static uint64_t tick_or_exit(const char *text)
{
	uint64_t ns;

	if (!units_parse_time(text, &ns) || ns == 0)
		errx(EXIT_FAILURE,
		     "--tick %s: write a whole number with us, ms or s, like "
		     "5ms",
		     text);
	return ns;
}

static void apply(struct options *options, int id, const char *value)
{
	switch (id) {
	case OPT_FILE:
		options->path = value;
		break;
	case OPT_MODE:
		options->mode = mode_or_exit(value);
		break;
	case OPT_ORDER:
		options->sequential = sequential_or_exit(value);
		break;
	case OPT_REQUESTS:
		options->requests = small_or_exit("--requests", value, 1,
						  MAX_REQUESTS);
		break;
	case OPT_PAGES:
		options->pages_per_request = small_or_exit("--pages", value, 1,
							   MAX_PAGES);
		break;
	case OPT_CLIENTS:
		options->clients = small_or_exit("--clients", value, 1,
						 MAX_CLIENTS);
		break;
	case OPT_WORKER_PAGES:
		options->worker_pages = small_or_exit("--worker-pages", value,
						      0, MAX_PAGES);
		break;
	case OPT_POOL_THREADS:
		options->pool_threads = small_or_exit("--pool-threads", value,
						      1, MAX_POOL_THREADS);
		break;
	case OPT_TICK:
		options->tick_ns = tick_or_exit(value);
		break;
	case OPT_SEED:
		options->seed = count_or_exit("--seed", value, 0, UINT64_MAX);
		break;
	case OPT_TOUCHES:
		options->touches_path = value;
		break;
	case OPT_EXPECT:
		options->expect_path = value;
		break;
	case OPT_HELP:
		fputs(help, stdout);
		exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
	default: /* getopt has said what is wrong */
		exit(EXIT_FAILURE);
	}
}

void options_parse(struct options *options, int argc, char **argv)
{
	int id;

	*options = (struct options){
		.mode = MODE_MMAP,
		.requests = 100,
		.pages_per_request = 1,
		.clients = 4,
		.pool_threads = 4,
		.tick_ns = 5 * 1000 * 1000,
		.seed = 1,
	};
	while ((id = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		apply(options, id, optarg);
	if (optind != argc)
		errx(EXIT_FAILURE, "%s: not an option (--help lists them)",
		     argv[optind]);
	if (!options->path)
		errx(EXIT_FAILURE, "name a file that slowfs serves: --file "
				   "MOUNTPOINT/data.0");
}
