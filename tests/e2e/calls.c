/*
 * calls FILE: a loop whose callbacks never touch the mapped file but prefault,
 * lock and unmap it: the stall is in the call. Prints each call's time by its
 * own clock.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE  4096
#define PAGES 64

static char *bytes;
static int file;

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int populate(void)
{
	return madvise(bytes, 2 * PAGE, MADV_POPULATE_READ);
}

static int lock(void)
{
	return mlock(bytes + 8 * PAGE, 2 * PAGE);
}

static int map_populated(void)
{
	return mmap(NULL, PAGE, PROT_READ, MAP_SHARED | MAP_POPULATE, file,
		    32 * PAGE) == MAP_FAILED;
}

static int advise(void)
{
	return madvise(bytes, PAGES * PAGE, MADV_RANDOM);
}

static const struct {
	const char *name;
	uint64_t offset, len;
	int (*call)(void);
} calls[] = {
	{ "madvise", 0, 2 * PAGE, populate },
	{ "mlock", 8 * PAGE, 2 * PAGE, lock },
	{ "mmap", 32 * PAGE, PAGE, map_populated },
	{ "madvise", 0, PAGES *PAGE, advise },
};

int main(int argc, char **argv)
{
	struct epoll_event event;
	int loop = epoll_create1(EPOLL_CLOEXEC);

	file = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	bytes = mmap(NULL, PAGES * PAGE, PROT_READ, MAP_SHARED, file, 0);
	if (file < 0 || bytes == MAP_FAILED) {
		perror("calls FILE");
		return 1;
	}
	epoll_wait(loop, &event, 1, 1);
	epoll_wait(loop, &event, 1, 1);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		uint64_t begin_ns = clock_ns();

		if (calls[i].call()) {
			perror(calls[i].name);
			return 1;
		}
		printf("{\"fn\":\"%s\",\"o\":%llu,\"len\":%llu,\"d\":%llu}\n",
		       calls[i].name, (unsigned long long)calls[i].offset,
		       (unsigned long long)calls[i].len,
		       (unsigned long long)(clock_ns() - begin_ns));
		epoll_wait(loop, &event, 1, 1);
	}
	return 0;
}
