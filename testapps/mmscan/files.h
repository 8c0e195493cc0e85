/*
 * The files that are scanned: data.0, data.1, ... of known content
 * (common/content.h), served by slowfs or made here on any disk.
 */
#ifndef MMSCAN_FILES_H
#define MMSCAN_FILES_H

#include <stdint.h>

struct scan_file {
	char *path;
	int fd;
	uint64_t size_bytes; /* what is scanned; the file may be longer */
	uint64_t right_sum;  /* what a scan must yield */
};

struct files {
	unsigned count;
	uint64_t size_bytes; /* of each */
	struct scan_file *each;
};

/*
 * Opens the files in that folder; those that are missing are made, and stay.
 * Exits with one sentence on failure.
 */
void files_open(struct files *files, const char *dir, unsigned count,
		uint64_t size_bytes);
void files_close(struct files *files);

/* Drops exactly these files from memory; exits unless they are gone. */
void files_evict(const struct files *files);

/*
 * Reads them, if a page is not in memory: there are hosts that page out what
 * nobody has mapped, at any moment. Exits on failure.
 */
void files_bring_in(const struct files *files);

/* How many of their pages are not in memory. */
uint64_t files_absent_pages(const struct files *files);

#endif
