/*
 * calls FILE reads|writes: a loop whose callbacks never touch the mapped file
 * but prefault and lock it, or write it back and unmap it: the stall is in the
 * call. Prints each call's time by its own clock.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static int populate_writable(void)
{
	return madvise(bytes, 2 * PAGE, MADV_POPULATE_WRITE);
}

static int flush(void)
{
	return msync(bytes, 2 * PAGE, MS_SYNC);
}

static int will_need(void)
{
	return madvise(bytes + 16 * PAGE, 4 * PAGE, MADV_WILLNEED);
}

static int unmap(void)
{
	return munmap(bytes + 32 * PAGE, 8 * PAGE);
}

struct call {
	const char *name;
	uint64_t offset, len;
	int (*call)(void);
};

static const struct call reads[] = {
	{ "madvise", 0, 2 * PAGE, populate },
	{ "mlock", 8 * PAGE, 2 * PAGE, lock },
	{ "mmap", 32 * PAGE, PAGE, map_populated },
	{ "madvise", 0, PAGES *PAGE, advise },
	{ NULL, 0, 0, NULL },
};

static const struct call writes[] = {
	{ "madvise", 0, 2 * PAGE, populate_writable },
	{ "msync", 0, 2 * PAGE, flush },
	{ "madvise", 16 * PAGE, 4 * PAGE, will_need },
	{ "munmap", 32 * PAGE, 8 * PAGE, unmap },
	{ NULL, 0, 0, NULL },
};

int main(int argc, char **argv)
{
	bool is_writing = argc == 3 && strcmp(argv[2], "writes") == 0;
	struct epoll_event event;
	int loop = epoll_create1(EPOLL_CLOEXEC);

	file = argc == 3 ? open(argv[1],
				(is_writing ? O_RDWR : O_RDONLY) | O_CLOEXEC)
			 : -1;
	bytes = mmap(NULL, PAGES * PAGE,
		     PROT_READ | (is_writing ? PROT_WRITE : 0), MAP_SHARED,
		     file, 0);
	if (file < 0 || bytes == MAP_FAILED) {
		perror("calls FILE reads|writes");
		return 1;
	}
	epoll_wait(loop, &event, 1, 1);
	epoll_wait(loop, &event, 1, 1);
	for (const struct call *call = is_writing ? writes : reads; call->name;
	     call++) {
		uint64_t begin_ns = clock_ns();

		if (call->call()) {
			perror(call->name);
			return 1;
		}
		printf("{\"fn\":\"%s\",\"o\":%llu,\"len\":%llu,\"d\":%llu}\n",
		       call->name, (unsigned long long)call->offset,
		       (unsigned long long)call->len,
		       (unsigned long long)(clock_ns() - begin_ns));
		epoll_wait(loop, &event, 1, 1);
	}
	return 0;
}
