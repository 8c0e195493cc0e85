/*
 * dropped FILE OUT: writes a page of FILE from its mapping to OUT, drops its
 * privileges, faults so often that sampling pauses, waits until it has resumed,
 * and writes two more pages; so does a new thread. All far apart.
 */
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define APART 65536
#define PAGE  4096
#define FRESH 25600
#define SOME  100000

static const char *bytes;
static int out;

static void write_page(long number)
{
	if (write(out, bytes + number * APART, PAGE) != PAGE)
		perror("write");
}

static void *write_two(void *unused)
{
	usleep(SOME);
	write_page(3);
	write_page(4);
	return unused;
}

static void touch_fresh_memory(void)
{
	volatile char *fresh = mmap(NULL, FRESH * PAGE, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise((void *)fresh, FRESH * PAGE, MADV_NOHUGEPAGE);
	for (int i = 0; i < FRESH; i++)
		fresh[i * PAGE] = 1;
	munmap((void *)fresh, FRESH * PAGE);
}

int main(int argc, char **argv)
{
	int fd = argc > 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	pthread_t id;

	out = argc > 2 ? open(argv[2], O_WRONLY | O_CREAT, 0600) : -1;
	bytes = mmap(NULL, 5 * APART, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED || out < 0) {
		perror("dropped");
		return 1;
	}
	madvise((void *)bytes, 5 * APART, MADV_RANDOM);
	write_page(0);
	if (setgroups(0, NULL) || setgid(65534) || setuid(65534)) {
		perror("dropped");
		return 1;
	}
	usleep(4 * SOME); /* the collector has dropped them as well */
	for (int i = 0; i < 10; i++) {
		touch_fresh_memory();
		usleep(SOME / 10);
	}
	usleep(8 * SOME);
	write_page(1);
	write_page(2);
	if (pthread_create(&id, NULL, write_two, NULL))
		return 1;
	pthread_join(id, NULL);
	return 0;
}
