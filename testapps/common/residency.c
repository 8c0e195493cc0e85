#include "common/residency.h"

#include "common/clock.h"

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	EVICT_ATTEMPTS = 20
};

bool residency_is_visible(const char *path, const struct stat *st)
{
	return geteuid() == 0 || geteuid() == st->st_uid ||
	       faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

uint64_t residency_pages(const char *path, const void *base, uint64_t bytes)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t pages = (bytes + page_bytes - 1) / page_bytes;
	unsigned char *residency = malloc(pages);
	uint64_t resident = 0;

	if (!residency || mincore((void *)base, bytes, residency) < 0)
		err(EXIT_FAILURE, "cannot tell which pages of %s are in memory",
		    path);
	for (uint64_t i = 0; i < pages; i++)
		resident += residency[i] & 1;
	free(residency);
	return resident;
}

uint64_t residency_evict(const char *path, int fd, const void *base,
			 uint64_t bytes)
{
	uint64_t resident = 0;

	/* Pages that are just being read, or listed by a CPU, stay at first. */
	for (int i = 0; i < EVICT_ATTEMPTS; i++) {
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		resident = residency_pages(path, base, bytes);
		if (resident == 0)
			break;
		sleep_until_ns(now_ns() + 50 * NS_PER_MS);
	}
	return resident;
}
