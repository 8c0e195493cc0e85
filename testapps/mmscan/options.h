/* The command line of mmscan. */
#ifndef MMSCAN_OPTIONS_H
#define MMSCAN_OPTIONS_H

#include "mmscan/configuration.h"
#include "mmscan/cures.h"

#include <stdbool.h>
#include <stdint.h>

enum format {
	FORMAT_TABLE,
	FORMAT_CSV,
	FORMAT_JSON,
};

enum {
	MAX_FILES = 64,
};

struct options {
	const char *dir;
	unsigned files;
	uint64_t size_bytes; /* of each file */
	/* Which of configurations[] and of cures[], in the order named. */
	const struct configuration *configurations[CONFIGURATION_COUNT];
	unsigned configuration_count;
	bool configurations_are_named;
	const struct cure *cures[CURE_COUNT];
	unsigned cure_count;
	bool cold, warm;
	unsigned runs;
	struct tuning tuning;
	enum format format;
	const char *iterations_path; /* NULL: none */
};

/*
 * Fills all of *options; the strings are argv's own. Prints --help and exits
 * with 0, or one sentence about what is wrong and exits with 1.
 */
void options_parse(struct options *options, int argc, char **argv);

#endif
