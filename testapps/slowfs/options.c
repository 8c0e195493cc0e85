#include "slowfs/options.h"

#include "common/units.h"

#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	MAX_FILES = 100000
};

/* Offsets are signed 64-bit numbers; stay well inside. */
#define MAX_SIZE_BYTES      (UINT64_C(1) << 50)
#define MAX_READAHEAD_BYTES (UINT64_C(1) << 30)
#define MAX_LATENCY_NS      (UINT64_C(3600) * 1000 * 1000 * 1000)

static const char help[] =
	"Usage: slowfs [OPTION]... MOUNTPOINT\n"
	"Serves generated, read-only files from a disk of a chosen slowness,\n"
	"until it is unmounted or gets SIGTERM or SIGINT.\n"
	"\n"
	"  --size BYTES      size of each file, also with K, M or G\n"
	"                    (default 64M)\n"
	"  --files N         files: data.0, data.1, ... (default 1)\n"
	"  --contents FOLDER the files have the bytes, the sizes and the "
	"number "
	"of\n"
	"                    FOLDER/data.0, FOLDER/data.1, ... instead\n"
	"  --disk KIND       what the disk is like (default fixed):\n"
	"                      fixed     each read takes the time of "
	"--latency\n"
	"                      ssd       80 us, 500 MiB/s\n"
	"                      network   1 to 2 ms, bursts of 20 ms, 120 "
	"MiB/s\n"
	"                      spinning  7200 turns a minute, seeks of 1 to 15 "
	"ms,\n"
	"                                neither when a read goes on where "
	"the\n"
	"                                last one ended, 150 MiB/s\n"
	"  --latency TIME    time that each read takes, with ns, us, ms or s\n"
	"                    (fixed disks; default 20ms)\n"
	"  --queue-depth N   reads that the disk works on at once, 1 to 64; "
	"the\n"
	"                    others wait (default: fixed 64, ssd 32, network "
	"64,\n"
	"                    spinning 1)\n"
	"  --seed N          seed of the disk's chances: equal reads in equal\n"
	"                    order take equal times (default 1)\n"
	"  --bad OFFSET[,OFFSET]...\n"
	"                    the pages with these bytes cannot be read, in "
	"any\n"
	"                    file: EIO for read(2), SIGBUS for a mapping\n"
	"  --readahead SIZE  the most that the kernel may read ahead, with K, "
	"M\n"
	"                    or G; 0: every page is read alone (default 128K;\n"
	"                    more than that needs root)\n"
	"  --record FILE     log every read served, one JSON object a line:\n"
	"                    file, offset, len, start_ns, due_ns, end_ns, and\n"
	"                    error if it failed (bytes and CLOCK_MONOTONIC;\n"
	"                    due_ns is when the disk was done, end_ns just "
	"before\n"
	"                    the reply)\n"
	"  --uid N, --gid N  owner of the files (default: the caller)\n"
	"  --allow-other     let other users in (needs root, or\n"
	"                    user_allow_other in /etc/fuse.conf)\n"
	"  --daemon          return once the files can be read, and serve in\n"
	"                    the background\n"
	"  --foreground      serve until the end (default)\n"
	"  --help            this text\n";

enum option_id {
	OPT_SIZE = 256,
	OPT_FILES,
	OPT_CONTENTS,
	OPT_DISK,
	OPT_LATENCY,
	OPT_QUEUE_DEPTH,
	OPT_SEED,
	OPT_BAD,
	OPT_READAHEAD,
	OPT_RECORD,
	OPT_UID,
	OPT_GID,
	OPT_ALLOW_OTHER,
	OPT_DAEMON,
	OPT_FOREGROUND,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "files", required_argument, NULL, OPT_FILES },
	{ "contents", required_argument, NULL, OPT_CONTENTS },
	{ "disk", required_argument, NULL, OPT_DISK },
	{ "latency", required_argument, NULL, OPT_LATENCY },
	{ "queue-depth", required_argument, NULL, OPT_QUEUE_DEPTH },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "bad", required_argument, NULL, OPT_BAD },
	{ "readahead", required_argument, NULL, OPT_READAHEAD },
	{ "record", required_argument, NULL, OPT_RECORD },
	{ "uid", required_argument, NULL, OPT_UID },
	{ "gid", required_argument, NULL, OPT_GID },
	{ "allow-other", no_argument, NULL, OPT_ALLOW_OTHER },
	{ "daemon", no_argument, NULL, OPT_DAEMON },
	{ "foreground", no_argument, NULL, OPT_FOREGROUND },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static uint64_t size_or_exit(const char *name, const char *text, uint64_t min,
			     uint64_t max)
{
	uint64_t bytes;

	if (!units_parse_size(text, &bytes) || bytes < min || bytes > max)
		errx(EXIT_FAILURE,
		     "%s %s: write a size from %llu to %llu bytes, also with "
		     "K, M or G, like 64M",
		     name, text, (unsigned long long)min,
		     (unsigned long long)max);
	return bytes;
}

static uint64_t latency_or_exit(const char *text)
{
	uint64_t ns;

	if (!units_parse_time(text, &ns) || ns > MAX_LATENCY_NS)
		errx(EXIT_FAILURE,
		     "--latency %s: write a whole number with ns, us, ms or s, "
		     "like 20ms, up to 3600s",
		     text);
	return ns;
}

static unsigned count_or_exit(const char *name, const char *text, unsigned min,
			      unsigned max)
{
	uint64_t number;

	if (!units_parse_count(text, max, &number) || number < min)
		errx(EXIT_FAILURE, "%s %s: write a whole number from %u to %u",
		     name, text, min, max);
	return (unsigned)number;
}

/* The kernel counts readahead in whole pages. */
static uint64_t readahead_or_exit(const char *text)
{
	uint64_t bytes = size_or_exit("--readahead", text, 0,
				      MAX_READAHEAD_BYTES);
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);

	if (bytes % page_bytes)
		errx(EXIT_FAILURE,
		     "--readahead %s: write 0 or a multiple of the page size, "
		     "%llu",
		     text, (unsigned long long)page_bytes);
	return bytes;
}

static uint64_t seed_or_exit(const char *text)
{
	uint64_t seed;

	if (!units_parse_count(text, UINT64_MAX, &seed))
		errx(EXIT_FAILURE, "--seed %s: write a whole number", text);
	return seed;
}

static enum disk_kind disk_or_exit(const char *text)
{
	enum disk_kind kind;

	if (!disk_kind_parse(text, &kind))
		errx(EXIT_FAILURE,
		     "--disk %s: write fixed, ssd, network or spinning", text);
	return kind;
}

static void bad_or_exit(struct bad_pages *bad, const char *text)
{
	char *list = strdup(text);
	char *rest = list;

	if (!list)
		err(EXIT_FAILURE, "no memory for --bad");
	bad->count = 0;
	for (char *word; (word = strsep(&rest, ","));) {
		if (bad->count == BAD_MAX)
			errx(EXIT_FAILURE, "--bad %s: at most %d offsets", text,
			     BAD_MAX);
		if (!units_parse_size(word, &bad->offsets[bad->count++]))
			errx(EXIT_FAILURE,
			     "--bad %s: write offsets in bytes, also with K, M "
			     "or G, and commas between them, like 0,64K",
			     text);
	}
	free(list);
}

static void apply(struct options *options, int id, const char *value)
{
	switch (id) {
	case OPT_SIZE:
		options->size_bytes = size_or_exit("--size", value, 1,
						   MAX_SIZE_BYTES);
		options->layout_is_given = true;
		break;
	case OPT_FILES:
		options->files = count_or_exit("--files", value, 1, MAX_FILES);
		options->layout_is_given = true;
		break;
	case OPT_CONTENTS:
		options->contents = value;
		break;
	case OPT_DISK:
		options->disk = disk_or_exit(value);
		break;
	case OPT_LATENCY:
		options->latency_ns = latency_or_exit(value);
		options->latency_is_given = true;
		break;
	case OPT_QUEUE_DEPTH:
		options->queue_depth = count_or_exit("--queue-depth", value, 1,
						     QUEUE_MAX_DEPTH);
		break;
	case OPT_SEED:
		options->seed = seed_or_exit(value);
		break;
	case OPT_BAD:
		bad_or_exit(&options->bad, value);
		break;
	case OPT_READAHEAD:
		options->readahead_bytes = readahead_or_exit(value);
		break;
	case OPT_RECORD:
		options->record = value;
		break;
	case OPT_UID:
		options->uid = count_or_exit("--uid", value, 0, UINT_MAX - 1);
		break;
	case OPT_GID:
		options->gid = count_or_exit("--gid", value, 0, UINT_MAX - 1);
		break;
	case OPT_ALLOW_OTHER:
		options->allow_other = true;
		break;
	case OPT_DAEMON:
		options->daemon = true;
		break;
	case OPT_FOREGROUND:
		options->daemon = false;
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
		.size_bytes = UINT64_C(64) << 20,
		.files = 1,
		.disk = DISK_FIXED,
		.latency_ns = UINT64_C(20) * 1000 * 1000,
		.seed = 1,
		.bad.page_bytes = (uint64_t)sysconf(_SC_PAGESIZE),
		.readahead_bytes = 128 << 10,
		.uid = getuid(),
		.gid = getgid(),
	};
	while ((id = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		apply(options, id, optarg);
	if (argc - optind != 1)
		errx(EXIT_FAILURE,
		     "name one folder to mount on: slowfs [OPTION]... "
		     "MOUNTPOINT (--help lists the options)");
	options->mountpoint = argv[optind];
	if (options->latency_is_given && options->disk != DISK_FIXED)
		errx(EXIT_FAILURE,
		     "--latency is for --disk fixed: a disk of kind %s has a "
		     "time of its own for each read",
		     disk_kind_name(options->disk));
	if (options->layout_is_given && options->contents)
		errx(EXIT_FAILURE,
		     "--contents says which files there are: leave out --files "
		     "and --size");
	if (options->queue_depth == 0)
		options->queue_depth = disk_default_depth(options->disk);
}
