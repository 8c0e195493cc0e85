/*
 * Which pages of a file are in memory, and getting them out of it. Asked with
 * mincore(2) on a mapping of the file: it tells the truth only to those who
 * own the file or may write to it, and "in memory" of every page to others.
 */
#ifndef TESTAPPS_RESIDENCY_H
#define TESTAPPS_RESIDENCY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* Would the answers about this file be true? */
bool residency_is_visible(const char *path, const struct stat *st);

/* Pages of the mapping that are in memory; exits if there is no answer. */
uint64_t residency_pages(const char *path, const void *base, uint64_t bytes);

/*
 * Drops the file from the page cache. Returns how many pages are in memory
 * all the same: those that other processes have mapped.
 */
uint64_t residency_evict(const char *path, int fd, const void *base,
			 uint64_t bytes);

#endif
