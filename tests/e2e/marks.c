/*
 * marks FILE: a loop of the program's own making, which no wait function knows,
 * marks its iterations and names its tasks. One of them touches a cold page of
 * the mapped FILE. C and C++.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "preload/mmstall.h"

#define ITERATIONS 5
#define TOUCHER    2

int main(int argc, char **argv)
{
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	volatile char *bytes = (volatile char *)mmap(NULL, 4096, PROT_READ,
						     MAP_SHARED, file, 0);
	int wrong = 0;

	if (bytes == MAP_FAILED)
		return 2;
	errno = 0;
	for (int i = 0; i < ITERATIONS; i++) {
		mmstall_iteration_begin();
		mmstall_task_begin(
			"an outer task, with a name that is too long");
		mmstall_task_begin(i == TOUCHER ? "GET /cold" : "GET /warm");
		if (i == TOUCHER)
			wrong += *bytes == 0 && errno;
		else
			usleep(3000);
		mmstall_task_end();
		/* The outer one ends with the iteration. */
		mmstall_iteration_end();
		usleep(3000);
	}
	mmstall_task_end(); /* one too many */
	printf("EXPECT wrong=%d\n", wrong + (errno != 0));
	return wrong + (errno != 0);
}
