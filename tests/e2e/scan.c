/*
 * scan FILE [held]: a one-thread event loop whose only callback sums every
 * 512th byte of a mapped file, as the experiment does that made the hazard
 * known. Says how long that took by its own clock, and how much of it others
 * had the CPU. A file that is held stays in memory meanwhile.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STRIDE 512

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* How long this thread has been ready to run, but another one ran. */
static uint64_t delay_ns(void)
{
	unsigned long long ran = 0, delayed = 0;
	FILE *file = fopen("/proc/thread-self/schedstat", "re");

	if (file && fscanf(file, "%llu %llu", &ran, &delayed) != 2)
		delayed = 0;
	if (file)
		fclose(file);
	return delayed;
}

static unsigned char *map_file(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *bytes;

	if (fd < 0 || fstat(fd, &status))
		fail(path);
	*len = (size_t)status.st_size;
	bytes = mmap(NULL, *len, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		fail("mmap");
	close(fd);
	return bytes;
}

/*
 * By a mapping of its own. To have read it does not suffice: there are hosts
 * that page out what nobody has mapped, at any moment.
 */
static void hold_file(const char *path)
{
	size_t len;
	unsigned char *bytes = map_file(path, &len);

	if (mlock(bytes, len))
		fail("mlock");
}

static uint64_t scan(const unsigned char *bytes, size_t len)
{
	uint64_t sum = 0;

	for (size_t at = 0; at < len; at += STRIDE)
		sum += bytes[at];
	return sum;
}

int main(int argc, char **argv)
{
	struct epoll_event events[4];
	const unsigned char *bytes;
	uint64_t begin_ns, wall_ns, delayed_ns, sum;
	size_t len;
	int loop = epoll_create1(EPOLL_CLOEXEC);

	if (argc < 2 || loop < 0)
		fail("usage: scan FILE [held]");
	if (argc > 2)
		hold_file(argv[1]);
	bytes = map_file(argv[1], &len);
	/* Twice: a loop is known at its second wait. */
	epoll_wait(loop, events, 4, 1);
	epoll_wait(loop, events, 4, 1);
	delayed_ns = delay_ns();
	begin_ns = clock_ns();
	sum = scan(bytes, len);
	wall_ns = clock_ns() - begin_ns;
	epoll_wait(loop, events, 4, 1);
	delayed_ns = delay_ns() - delayed_ns;
	printf("sum %llu\nEXPECT wall_ns=%llu\nEXPECT delayed_ns=%llu\n"
	       "EXPECT loop_tid=%d\n",
	       (unsigned long long)sum, (unsigned long long)wall_ns,
	       (unsigned long long)delayed_ns, getpid());
	return 0;
}
