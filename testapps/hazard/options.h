/* The command line of hazard. */
#ifndef HAZARD_OPTIONS_H
#define HAZARD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum mode {
	MODE_MMAP, /* the loop touches cold pages: the hazard */
	MODE_WARM, /* the loop touches pages that are there already */
	MODE_POOL, /* threads read, the loop hears of it */
};

struct options {
	const char *path;
	enum mode mode;
	bool sequential;
	unsigned requests;
	unsigned pages_per_request;
	unsigned clients;
	unsigned worker_pages;
	unsigned pool_threads;
	uint64_t tick_ns;
	uint64_t seed;
	const char *touches_path; /* NULL: not written */
	const char *expect_path;  /* NULL: standard output */
};

/*
 * Fills all of *options; the strings are argv's own. Prints --help and exits
 * with 0, or one sentence about what is wrong and exits with 1.
 */
void options_parse(struct options *options, int argc, char **argv);

const char *mode_name(enum mode mode);

#endif
