#include "mmscan/options.h"

#include "common/units.h"
#include "common/sum.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SIZE_BYTES  (UINT64_C(1) << 40)
#define MAX_CHUNK_BYTES (UINT64_C(1) << 30)

enum {
	MAX_RUNS = 10000
};

static const char help[] =
	"Usage: mmscan --dir FOLDER [OPTION]...\n"
	"       mmscan plot FILE >plot.svg\n"
	"Scans files at once, from mappings and by reading, on an event loop, "
	"on\n"
	"threads and on one thread, and says how long that took and how long\n"
	"the loop's iterations were. Checks what it has read.\n"
	"\n"
	"  --dir FOLDER       where the files are, data.0, data.1, ...: a "
	"folder\n"
	"                     of slowfs, or one on any disk, where those that\n"
	"                     are missing are made (and stay)\n"
	"  --files N          how many (default 8)\n"
	"  --size SIZE        of each, with K, M or G (default 256M)\n"
	"  --configurations NAME[,NAME]...\n"
	"                     mmap-loop, uring-loop, pool-loop, mmap-threads,\n"
	"                     read-threads, mmap-single, read-single "
	"(default:\n"
	"                     all)\n"
	"  --cure NAME[,NAME]...\n"
	"                     what is tried with the mappings (default none):\n"
	"                       none\n"
	"                       normal, random, sequential, willneed,\n"
	"                       populate_read   madvise of the whole file\n"
	"                       map_populate    mmap with MAP_POPULATE\n"
	"                       mlock, readahead  the calls of that name\n"
	"                       prefetch        prefetch instructions, ahead\n"
	"                       window          a thread populates ahead of "
	"the\n"
	"                                       loop\n"
	"                       offload         threads touch what the loop "
	"needs\n"
	"                       mincore         the same where mincore(2) says "
	"so\n"
	"  --cache WHICH      cold (evicted before), warm (in memory before) "
	"or "
	"both\n"
	"                     (default)\n"
	"  --runs N           how often to measure each (default 1)\n"
	"  --chunk SIZE       what a task scans before it yields (default "
	"64K)\n"
	"  --ahead SIZE       of --cure prefetch (default 64K)\n"
	"  --window SIZE      of --cure window (default 1M)\n"
	"  --pool-threads N   of pool-loop, offload and mincore (default: one "
	"a\n"
	"                     file)\n"
	"  --format FORMAT    table, csv or json (default table; times in ns "
	"in\n"
	"                     the others)\n"
	"  --iterations FILE  write every iteration there, for mmscan plot\n"
	"  --help             this text\n";

enum option_id {
	OPT_DIR = 256,
	OPT_FILES,
	OPT_SIZE,
	OPT_CONFIGURATIONS,
	OPT_CURE,
	OPT_CACHE,
	OPT_RUNS,
	OPT_CHUNK,
	OPT_AHEAD,
	OPT_WINDOW,
	OPT_POOL_THREADS,
	OPT_FORMAT,
	OPT_ITERATIONS,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "dir", required_argument, NULL, OPT_DIR },
	{ "files", required_argument, NULL, OPT_FILES },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "configurations", required_argument, NULL, OPT_CONFIGURATIONS },
	{ "cure", required_argument, NULL, OPT_CURE },
	{ "cache", required_argument, NULL, OPT_CACHE },
	{ "runs", required_argument, NULL, OPT_RUNS },
	{ "chunk", required_argument, NULL, OPT_CHUNK },
	{ "ahead", required_argument, NULL, OPT_AHEAD },
	{ "window", required_argument, NULL, OPT_WINDOW },
	{ "pool-threads", required_argument, NULL, OPT_POOL_THREADS },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "iterations", required_argument, NULL, OPT_ITERATIONS },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static unsigned count_or_exit(const char *name, const char *text, unsigned max)
{
	uint64_t number;

	if (!units_parse_count(text, max, &number) || number == 0)
		errx(EXIT_FAILURE, "%s %s: write a whole number from 1 to %u",
		     name, text, max);
	return (unsigned)number;
}

static uint64_t size_or_exit(const char *name, const char *text, uint64_t max)
{
	uint64_t bytes;

	if (!units_parse_size(text, &bytes) || bytes == 0 || bytes > max)
		errx(EXIT_FAILURE,
		     "%s %s: write a size from 1 to %llu bytes, also with K, M "
		     "or G, like 64K",
		     name, text, (unsigned long long)max);
	return bytes;
}

/* What loops and helpers step by: whole pages, so that no two share one. */
static uint64_t pages_or_exit(const char *name, const char *text)
{
	uint64_t bytes = size_or_exit(name, text, MAX_CHUNK_BYTES);
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);

	if (bytes % page_bytes)
		errx(EXIT_FAILURE,
		     "%s %s: write a multiple of the page size, %llu", name,
		     text, (unsigned long long)page_bytes);
	return bytes;
}

/* The place of a word in a table of words; count if it is none. */
static unsigned word_index(const char *word, const char *const *words,
			   unsigned count)
{
	unsigned i = 0;

	while (i < count && strcmp(word, words[i]) != 0)
		i++;
	return i;
}

static enum format format_or_exit(const char *text)
{
	static const char *const names[] = {
		[FORMAT_TABLE] = "table",
		[FORMAT_CSV] = "csv",
		[FORMAT_JSON] = "json",
	};
	unsigned i = word_index(text, names, 3);

	if (i == 3)
		errx(EXIT_FAILURE, "--format %s: write table, csv or json",
		     text);
	return (enum format)i;
}

static void cache_or_exit(struct options *options, const char *text)
{
	static const char *const names[] = { "cold", "warm", "both" };
	unsigned i = word_index(text, names, 3);

	if (i == 3)
		errx(EXIT_FAILURE, "--cache %s: write cold, warm or both",
		     text);
	options->cold = i != 1;
	options->warm = i != 0;
}

/* Calls add for each word of a list; exits if it says no. */
static void list_or_exit(struct options *options, const char *name,
			 const char *text,
			 bool (*add)(struct options *, const char *))
{
	char *list = strdup(text), *rest = list;

	if (!list)
		err(EXIT_FAILURE, "no memory for %s", name);
	for (char *word; (word = strsep(&rest, ","));)
		if (!add(options, word))
			errx(EXIT_FAILURE,
			     "%s %s: \"%s\" is no name, or comes twice "
			     "(--help lists them)",
			     name, text, word);
	free(list);
}

static bool add_configuration(struct options *options, const char *name)
{
	const struct configuration *found = configuration_find(name);

	for (unsigned i = 0; i < options->configuration_count; i++)
		if (options->configurations[i] == found)
			return false;
	if (found)
		options->configurations[options->configuration_count++] = found;
	return found;
}

static bool add_cure(struct options *options, const char *name)
{
	const struct cure *found = cure_find(name);

	for (unsigned i = 0; i < options->cure_count; i++)
		if (options->cures[i] == found)
			return false;
	if (found)
		options->cures[options->cure_count++] = found;
	return found;
}

static void apply(struct options *options, int id, const char *value)
{
	switch (id) {
	case OPT_DIR:
		options->dir = value;
		break;
	case OPT_FILES:
		options->files = count_or_exit("--files", value, MAX_FILES);
		break;
	case OPT_SIZE:
		options->size_bytes = size_or_exit("--size", value,
						   MAX_SIZE_BYTES);
		break;
	case OPT_CONFIGURATIONS:
		options->configuration_count = 0;
		list_or_exit(options, "--configurations", value,
			     add_configuration);
		break;
	case OPT_CURE:
		options->cure_count = 0;
		list_or_exit(options, "--cure", value, add_cure);
		break;
	case OPT_CACHE:
		cache_or_exit(options, value);
		break;
	case OPT_RUNS:
		options->runs = count_or_exit("--runs", value, MAX_RUNS);
		break;
	case OPT_CHUNK:
		options->tuning.chunk_bytes = pages_or_exit("--chunk", value);
		break;
	case OPT_AHEAD:
		options->tuning.ahead_bytes = pages_or_exit("--ahead", value);
		break;
	case OPT_WINDOW:
		options->tuning.window_bytes = pages_or_exit("--window", value);
		break;
	case OPT_POOL_THREADS:
		options->tuning.pool_threads = count_or_exit(
			"--pool-threads", value, POOL_MAX_THREADS);
		break;
	case OPT_FORMAT:
		options->format = format_or_exit(value);
		break;
	case OPT_ITERATIONS:
		options->iterations_path = value;
		break;
	case OPT_HELP:
		fputs(help, stdout);
		exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
	default: /* getopt has said what is wrong */
		exit(EXIT_FAILURE);
	}
}

static void complete(struct options *options)
{
	struct tuning *tuning = &options->tuning;

	if (!options->dir)
		errx(EXIT_FAILURE, "name a folder for the files: --dir FOLDER");
	if (tuning->window_bytes < tuning->chunk_bytes)
		errx(EXIT_FAILURE,
		     "--window must not be less than --chunk, %llu bytes",
		     (unsigned long long)tuning->chunk_bytes);
	if (tuning->pool_threads == 0)
		tuning->pool_threads = options->files;
	options->configurations_are_named = options->configuration_count > 0;
	if (!options->configurations_are_named)
		for (int i = 0; i < CONFIGURATION_COUNT; i++)
			add_configuration(options, configurations[i].name);
	if (options->cure_count == 0)
		add_cure(options, cures[0].name);
}

void options_parse(struct options *options, int argc, char **argv)
{
	int id;

	*options = (struct options){
		.files = 8,
		.size_bytes = UINT64_C(256) << 20,
		.cold = true,
		.warm = true,
		.runs = 1,
		.tuning = {
			.chunk_bytes = 64 << 10,
			.ahead_bytes = 64 << 10,
			.window_bytes = 1 << 20,
		},
	};
	while ((id = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		apply(options, id, optarg);
	if (optind != argc)
		errx(EXIT_FAILURE, "%s: not an option (--help lists them)",
		     argv[optind]);
	complete(options);
}
