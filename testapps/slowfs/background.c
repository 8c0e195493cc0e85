#include "slowfs/background.h"

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int background_begin(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		err(EXIT_FAILURE, "no pipe to wait for the mount with");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		err(EXIT_FAILURE, "cannot go to the background");
	if (pid > 0) {
		close(ends[1]);
		/* No byte: the child has ended, and has said why. */
		_exit(read(ends[0], &byte, 1) == 1 ? EXIT_SUCCESS
						   : EXIT_FAILURE);
	}
	close(ends[0]);
	setsid();
	return ends[1];
}

void background_ready(int ready_fd)
{
	int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	/* The folder that it was started in shall not stay busy. */
	if (chdir("/") < 0)
		warn("cannot leave the current folder");
	fflush(NULL);
	for (int fd = 0; fd <= 2; fd++)
		dup2(null_fd, fd);
	/* If nobody waits any more, then there is nobody to tell. */
	(void)!write(ready_fd, "", 1);
	close(ready_fd);
	close(null_fd);
}
