/*
 * execs WAY: becomes another program ("true"), by each function of the exec
 * family; "fails" tries one that is not there and goes on. A loop first, whose
 * last iterations are only in the log if it is ended before.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHOW "echo $0 $1 $VARIABLE"

static char *const argv[] = { "sh", "-c", SHOW, "zero", "one", NULL };
static char *env[] = { "VARIABLE=set", "PATH=/bin", NULL, NULL, NULL };

/* The loop's wait is known by where it is called. */
static __attribute__((noinline)) void iterate(void)
{
	poll(NULL, 0, 1);
	usleep(2000);
}

static void become(const char *way)
{
	if (strcmp(way, "execve") == 0)
		execve("/bin/sh", argv, env);
	if (strcmp(way, "execvpe") == 0)
		execvpe("sh", argv, env);
	if (strcmp(way, "execle") == 0)
		execle("/bin/sh", "sh", "-c", SHOW, "zero", "one", (char *)NULL,
		       env);
	if (strcmp(way, "fexecve") == 0)
		fexecve(open("/bin/sh", O_RDONLY), argv, env);
	if (strcmp(way, "execveat") == 0)
		execveat(AT_FDCWD, "/bin/sh", argv, env, 0);
	setenv("VARIABLE", "set", 1);
	if (strcmp(way, "execv") == 0)
		execv("/bin/sh", argv);
	if (strcmp(way, "execvp") == 0)
		execvp("sh", argv);
	if (strcmp(way, "execl") == 0)
		execl("/bin/sh", "sh", "-c", SHOW, "zero", "one", (char *)NULL);
	if (strcmp(way, "execlp") == 0)
		execlp("sh", "sh", "-c", SHOW, "zero", "one", (char *)NULL);
}

/* A child that shares our memory must not end our log. */
static void exec_in_vforked_child(void)
{
	pid_t child = vfork();

	if (child == 0) {
		execve("/bin/true", (char *const[]){ "true", NULL }, env);
		_exit(1);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **arguments)
{
	const char *way = argc > 1 ? arguments[1] : "";

	for (int i = 0; i < 5; i++)
		iterate();
	if (strcmp(way, "vfork") == 0) {
		exec_in_vforked_child();
		return 0;
	}
	if (strcmp(way, "fails") == 0) {
		errno = 0;
		execl("/nowhere", "nowhere", (char *)NULL);
		printf("%d\n", errno == ENOENT);
		iterate();
		iterate();
		return 0;
	}
	become(way);
	return 1;
}
