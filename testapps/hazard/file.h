/*
 * The file, and whether its pages are in memory before the serving begins.
 * What fails, exits with one sentence.
 */
#ifndef HAZARD_FILE_H
#define HAZARD_FILE_H

#include "hazard/plan.h"

struct file {
	char *path; /* absolute, without links */
	int fd;
	uint64_t size_bytes;
	uint64_t number; /* of content.h */
};

void file_open(struct file *file, const char *path);
void file_close(struct file *file);

/* A mapping of the whole file, none of it touched. */
const void *file_map(const struct file *file);
void file_unmap(const struct file *file, const void *base);

/*
 * Takes the file out of the page cache, and makes sure of it. No page of it may
 * have been touched through base.
 */
void file_make_cold(const struct file *file, const void *base);

/*
 * Brings every page of the plan into the page cache, and maps it at base: a
 * touch there faults no more.
 */
void file_make_warm(const struct file *file, const void *base,
		    const struct plan *plan);

#endif
