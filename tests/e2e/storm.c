/*
 * storm FILE: thousands of threads that do nothing, one after the other, and
 * in the midst of them one that reads six pages of FILE, far apart. Says its
 * id and how long that took. Some last threads outlive the process.
 */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STORM 4000
#define APART 65536
#define PAGES 6
#define STAY  3

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void *nothing(void *unused)
{
	return unused;
}

static sem_t have_begun;

static void *stays(void *unused)
{
	sem_post(&have_begun);
	pause();
	return unused;
}

static void *read_pages(void *bytes)
{
	long long begin_ns = now_ns();
	int sum = 0;

	for (int i = 0; i < PAGES; i++)
		sum += ((const volatile char *)bytes)[i * APART];
	printf("EXPECT tid=%ld\nEXPECT ns=%lld\n", syscall(SYS_gettid),
	       now_ns() - begin_ns);
	return sum == -1 ? bytes : NULL;
}

static pthread_t start(void *(*body)(void *), void *argument)
{
	pthread_t id;

	if (pthread_create(&id, NULL, body, argument)) {
		perror("pthread_create");
		exit(1);
	}
	return id;
}

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	void *bytes = mmap(NULL, PAGES * APART, PROT_READ, MAP_SHARED, fd, 0);
	pthread_t reader;

	sem_init(&have_begun, 0, 0);
	if (bytes == MAP_FAILED) {
		perror("storm");
		return 1;
	}
	madvise(bytes, PAGES * APART, MADV_RANDOM);
	for (int i = 0; i < STORM; i++)
		pthread_join(start(nothing, NULL), NULL);
	reader = start(read_pages, bytes);
	for (int i = 0; i < STORM; i++)
		pthread_join(start(nothing, NULL), NULL);
	pthread_join(reader, NULL);
	/* Without a moment to be looked at before the end. */
	for (int i = 0; i < STAY; i++)
		start(stays, NULL);
	for (int i = 0; i < STAY; i++)
		sem_wait(&have_begun);
	return 0;
}
