/*
 * exits FILE: threads whose destructors of thread-specific data touch fresh
 * memory, and read six pages of FILE, far apart. Says how long the reading took
 * in all.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define THREADS 6
#define APART   65536
#define FRESH   1000
#define PAGE    4096

static pthread_key_t key;
static long long reading_ns;

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void destroy(void *page)
{
	volatile char *fresh = mmap(NULL, FRESH * PAGE, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long long begin_ns = now_ns();

	(void)*(volatile char *)page;
	reading_ns += now_ns() - begin_ns;
	madvise((void *)fresh, FRESH * PAGE, MADV_NOHUGEPAGE);
	for (int i = 0; i < FRESH; i++)
		fresh[i * PAGE] = 1;
	munmap((void *)fresh, FRESH * PAGE);
}

static void *body(void *page)
{
	struct timespec moment = { .tv_nsec = 20000000 };

	pthread_setspecific(key, page);
	nanosleep(&moment, NULL); /* it is sampled by then */
	return NULL;
}

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	char *bytes = mmap(NULL, THREADS * APART, PROT_READ, MAP_SHARED, fd, 0);

	pthread_key_create(&key, destroy);
	if (bytes == MAP_FAILED) {
		perror("exits");
		return 1;
	}
	madvise(bytes, THREADS * APART, MADV_RANDOM);
	for (int i = 0; i < THREADS; i++) {
		pthread_t id;

		if (pthread_create(&id, NULL, body, bytes + i * APART)) {
			perror("pthread_create");
			return 1;
		}
		pthread_join(id, NULL);
	}
	printf("EXPECT ns=%lld\n", reading_ns);
	return 0;
}
