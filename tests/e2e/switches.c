/*
 * switches FILE: a loop with three iterations: one computes, one sleeps, one
 * touches a cold page of the mapped FILE. Prints the scheduler's own account
 * of each: "EXPECT run_N=" ns on a CPU (/proc/self/schedstat).
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define LENGTH_NS 20000000ll

static volatile char *bytes;
static volatile unsigned sink;

static long long cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void compute(void)
{
	long long end_ns = cpu_ns() + LENGTH_NS;

	while (cpu_ns() < end_ns)
		sink++;
}

static void sleep_a_while(void)
{
	struct timespec length = { .tv_nsec = LENGTH_NS };

	nanosleep(&length, NULL);
}

static void touch(void)
{
	sink += (unsigned char)bytes[0];
}

int main(int argc, char **argv)
{
	static void (*const acts[])(void) = { compute, sleep_a_while, touch };
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	long long used_ns[3];

	bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
	if (bytes == MAP_FAILED)
		return 2;
	for (int i = -2; i < 3; i++) {
		poll(NULL, 0, 1);
		if (i < 0)
			continue;
		used_ns[i] = -cpu_ns();
		acts[i]();
		used_ns[i] += cpu_ns();
	}
	poll(NULL, 0, 1);
	for (int i = 0; i < 3; i++)
		printf("EXPECT run_%d=%lld\n", i, used_ns[i]);
	return 0;
}
