/*
 * processes CASE: ways in which a process makes another, or goes on in another,
 * that tests/e2e/host.c does not have. Each prints what it saw.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void iterate(int times)
{
	for (int i = 0; i < times; i++) {
		poll(NULL, 0, 1);
		usleep(2000);
	}
}

static int wait_for(pid_t child)
{
	int status = -1;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	printf("child: %d\n", status);
	return 0;
}

static int case_posix_spawn(void)
{
	char *const argv[] = { "sh", "-c", "exit 3", NULL };
	pid_t child;

	iterate(3);
	if (posix_spawn(&child, "/bin/sh", NULL, NULL, argv, environ))
		return 1;
	wait_for(child);
	iterate(3);
	return 0;
}

/* The parent ends at once, the child goes on without a terminal. */
static int case_daemon(void)
{
	if (daemon(1, 1))
		return 1;
	iterate(5);
	printf("daemon\n");
	return 0;
}

/* A process of its own, made without libc's knowledge. */
static int case_clone(void)
{
	pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);

	if (child == 0) {
		iterate(5);
		fflush(stdout);
		_exit(4);
	}
	return wait_for(child);
}

static int borrowed;

static int run_in_our_memory(void *unused)
{
	(void)unused;
	borrowed = 1;
	poll(NULL, 0, 1); /* hooks must see that this is not our process */
	poll(NULL, 0, 1);
	_exit(5);
}

/* As vfork, but the parent goes on meanwhile. */
static int case_clone_vm(void)
{
	static _Alignas(16) char stack[65536];
	pid_t child;

	iterate(2);
	child = clone(run_in_our_memory, stack + sizeof(stack),
		      CLONE_VM | SIGCHLD, NULL);
	wait_for(child);
	printf("borrowed: %d\n", borrowed);
	iterate(2);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
} cases[] = {
	{ "posix_spawn", case_posix_spawn },
	{ "daemon", case_daemon },
	{ "clone", case_clone },
	{ "clone_vm", case_clone_vm },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (argc == 2 && strcmp(argv[1], cases[i].name) == 0) {
			int status = cases[i].run();

			fflush(stdout);
			return status;
		}
	}
	return 2;
}
