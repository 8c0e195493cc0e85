#include "load/options.h"

#include <err.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/units.h"

enum {
	MAX_READS = 10 * 1000 * 1000,
	MAX_RATE = 100 * 1000,
	MAX_CONNECTIONS = 256,
	MAX_FILES = 1000,
};

static const char help[] =
	"Usage: load --port N --size BYTES [OPTION]...\n"
	"Asks one of the bundled servers, at moments fixed beforehand: reads "
	"of\n"
	"cold pages of its files, each once, and pings beside them that touch "
	"no\n"
	"file. A request's latency counts from its moment, not from when it "
	"could\n"
	"be sent, so that a stalled server does not slow down who measures "
	"it.\n"
	"Every sum is checked against what slowfs serves as data.0, data.1, …\n"
	"\n"
	"  --port N           where the server listens, on 127.0.0.1\n"
	"  --size BYTES       of each file, with K, M or G\n"
	"  --files N          how many files the server has (default 1)\n"
	"  --reads N          reads in total (default 100)\n"
	"  --read-rate N      reads a second (default 10)\n"
	"  --length BYTES     of each read (default 4K)\n"
	"  --ping-rate N      pings a second (default 2000)\n"
	"  --connections N    for the reads (default 4); the pings have their "
	"own\n"
	"  --seed N           of the order of the reads (default 1)\n"
	"  --json             the result as JSON (times in ns)\n"
	"  --help             this text\n"
	"\n"
	"Prints latencies, and for how long the server answered nobody: the "
	"time\n"
	"that pings waited for more than two of their periods, taken "
	"together.\n"
	"Ends with status 1 when an answer is wrong or does not come.\n";

enum kind {
	COUNT,
	SIZE
};

static const struct choice {
	const char *name;
	size_t offset;
	enum kind kind;
	uint64_t max;
} choices[] = {
	{ "port", offsetof(struct options, port), COUNT, UINT16_MAX },
	{ "size", offsetof(struct options, size), SIZE, 0 },
	{ "files", offsetof(struct options, files), COUNT, MAX_FILES },
	{ "reads", offsetof(struct options, reads), COUNT, MAX_READS },
	{ "read-rate", offsetof(struct options, read_rate), COUNT, MAX_RATE },
	{ "length", offsetof(struct options, length), SIZE, 0 },
	{ "ping-rate", offsetof(struct options, ping_rate), COUNT, MAX_RATE },
	{ "connections", offsetof(struct options, connections), COUNT,
	  MAX_CONNECTIONS },
	{ "seed", offsetof(struct options, seed), COUNT, UINT32_MAX },
};

enum {
	CHOICES = sizeof(choices) / sizeof(*choices),
	OPT_JSON = CHOICES,
	OPT_HELP,
};

static void take(struct options *options, const struct choice *choice,
		 const char *text)
{
	uint64_t *to = (uint64_t *)((char *)options + choice->offset);
	bool is_fine = choice->kind == SIZE
			       ? units_parse_size(text, to)
			       : units_parse_count(text, choice->max, to);

	if (!is_fine || *to == 0)
		errx(EXIT_FAILURE, "--%s %s is not understood; see load --help",
		     choice->name, text);
}

static void check(const struct options *options)
{
	if (!options->port || !options->size)
		errx(EXIT_FAILURE, "--port and --size are needed; see load "
				   "--help");
	if (options->length > UINT32_MAX || options->length > options->size)
		errx(EXIT_FAILURE, "--length must be at most --size");
}

void options_parse(struct options *options, int argc, char **argv)
{
	struct option names[OPT_HELP + 2] = { 0 };
	int which;

	for (int i = 0; i < CHOICES; i++)
		names[i] = (struct option){ choices[i].name, required_argument,
					    NULL, i };
	names[OPT_JSON] = (struct option){ "json", no_argument, NULL,
					   OPT_JSON };
	names[OPT_HELP] = (struct option){ "help", no_argument, NULL,
					   OPT_HELP };
	*options = (struct options){ .files = 1,
				     .reads = 100,
				     .read_rate = 10,
				     .length = 4096,
				     .ping_rate = 2000,
				     .connections = 4,
				     .seed = 1 };
	while ((which = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (which == '?')
			exit(EXIT_FAILURE);
		if (which == OPT_JSON)
			options->is_json = true;
		else if (which == OPT_HELP)
			exit(fputs(help, stdout) < 0);
		else
			take(options, &choices[which], optarg);
	}
	if (optind < argc)
		errx(EXIT_FAILURE, "%s is no option; see load --help",
		     argv[optind]);
	check(options);
}
