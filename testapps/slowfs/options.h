/* The command line of slowfs. */
#ifndef SLOWFS_OPTIONS_H
#define SLOWFS_OPTIONS_H

#include "slowfs/latency.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct options {
	uint64_t size_bytes;
	unsigned files;
	bool layout_is_given; /* one of these two */
	const char *contents; /* folder with the files' bytes; NULL: none */
	enum disk_kind disk;
	uint64_t latency_ns;
	bool latency_is_given;
	unsigned queue_depth;
	uint64_t seed;
	struct bad_pages bad;
	uint64_t readahead_bytes;
	const char *record; /* NULL: none */
	uid_t uid;
	gid_t gid;
	bool allow_other;
	bool daemon;
	const char *mountpoint;
};

/*
 * Fills all of *options; the strings are argv's own. Prints --help and exits
 * with 0, or one sentence about what is wrong and exits with 1.
 */
void options_parse(struct options *options, int argc, char **argv);

#endif
