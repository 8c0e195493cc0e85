/*
 * brief FILE BLOCK: threads whose faults lie at the edges of their lives. One
 * touches cold pages, BLOCK bytes apart, as the first thing it does; one is an
 * event loop that touches more of them after its last wait, and ends.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TOUCHES 6
#define WAITS   4

static const volatile unsigned char *bytes;
static size_t block;

static unsigned long long clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000000000u +
	       (unsigned long long)now.tv_nsec;
}

/* Touches TOUCHES blocks from FIRST on, and says how long that took. */
static void touch(const char *name, size_t first)
{
	unsigned long long begin_ns = clock_ns();

	for (size_t i = first; i < first + TOUCHES; i++)
		(void)bytes[i * block];
	printf("EXPECT %s_ns=%llu\nEXPECT %s_tid=%ld\n", name,
	       clock_ns() - begin_ns, name, syscall(SYS_gettid));
}

static void *touches_first(void *unused)
{
	touch("first", 0);
	return unused;
}

static void *touches_last(void *unused)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event;

	for (int i = 0; i < WAITS; i++)
		epoll_wait(epoll, &event, 1, 10);
	touch("last", TOUCHES);
	return unused;
}

static void run(void *(*body)(void *))
{
	pthread_t id;

	if (pthread_create(&id, NULL, body, NULL)) {
		perror("pthread_create");
		exit(1);
	}
	pthread_join(id, NULL);
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	struct stat status;

	if (fd < 0 || fstat(fd, &status)) {
		fprintf(stderr, "usage: brief FILE BLOCK\n");
		return 1;
	}
	block = (size_t)atol(argv[2]);
	bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd,
		     0);
	if (bytes == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	run(touches_first);
	run(touches_last);
	return 0;
}
