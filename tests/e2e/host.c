/*
 * host CASE: small programs that do what profilers tend to break. Each prints
 * what it saw of itself; the test compares the output, and the exit status,
 * with and without the library.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

static void say_status(const char *who, int status)
{
	if (WIFEXITED(status))
		printf("%s exited with %d\n", who, WEXITSTATUS(status));
	else
		printf("%s died by signal %d\n", who, WTERMSIG(status));
}

/* Every failing call leaves its own errno, every good one leaves errno. */
static int case_errno(void)
{
	struct epoll_event event;
	struct pollfd nothing = { .fd = -1 };

	errno = 77;
	printf("%d %d\n", poll(&nothing, 1, 1), errno);
	errno = 0;
	printf("%d ", epoll_wait(-1, &event, 1, 0));
	printf("%d\n", errno);
	errno = 0;
	printf("%d ", munmap((void *)1, 4096));
	printf("%d\n", errno);
	errno = 0;
	printf("%d ",
	       mmap(NULL, 0, PROT_READ, MAP_PRIVATE, -1, 0) == MAP_FAILED);
	printf("%d\n", errno);
	return 0;
}

static int case_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	printf("%d descriptors, the next is %d\n", count, dup(1));
	return 0;
}

static void *sleep_and_say(void *unused)
{
	(void)unused;
	usleep(20000);
	printf("the last thread is done\n");
	return NULL;
}

/* The process lives until its last thread ends, and then exits with 0. */
static int case_main_thread_exits(void)
{
	pthread_t id;

	pthread_create(&id, NULL, sleep_and_say, NULL);
	pthread_exit(NULL);
}

static int case_fork(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		void *memory = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		poll(NULL, 0, 1);
		poll(NULL, 0, 1);
		exit(munmap(memory, 65536) ? 1 : 42);
	}
	waitpid(child, &status, 0);
	say_status("the child", status);
	return 0;
}

static int case_clone_by_number(void)
{
	int status;
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (child == 0)
		_exit(12);
	waitpid((pid_t)child, &status, 0);
	say_status("the child", status);
	return 0;
}

static int case_vfork(void)
{
	int status;
	pid_t child = vfork();

	if (child == 0)
		_exit(7);
	waitpid(child, &status, 0);
	say_status("the child", status);
	poll(NULL, 0, 1);
	return 5;
}

static int case_exec(void)
{
	execl("/bin/sh", "sh", "-c", "echo a new image; exit 9", (char *)NULL);
	return 1;
}

static int case_setuid_with_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	uint32_t keep = 1u << CAP_SETGID | 1u << CAP_SETUID;
	struct __user_cap_data_struct sets[2] = {
		{ .permitted = keep, .effective = keep },
	};

	/* As many daemons do it: per-thread calls between setuid and setgid. */
	prctl(PR_SET_KEEPCAPS, 1);
	printf("%d ", setuid(65534));
	printf("%ld ", syscall(SYS_capset, &header, sets));
	printf("%d ", setgid(65534));
	printf("%d %d\n", (int)getuid(), (int)getgid());
	return 0;
}

static volatile sig_atomic_t caught;

static void catch (int signal)
{
	caught = signal;
}

static int case_signals(void)
{
	struct sigaction action = { .sa_handler = catch };
	sigset_t before, after;

	sigprocmask(SIG_SETMASK, NULL, &before);
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGURG, &action, NULL);
	ualarm(200000, 0);
	errno = 0;
	printf("%d ", poll(NULL, 0, 5000));
	printf("%d %d\n", errno, (int)caught);
	/* Sent to the process, taken by its one thread, every time. */
	for (int i = 0; i < 200; i++) {
		caught = 0;
		kill(getpid(), SIGURG);
		if (caught != SIGURG)
			printf("a signal was not delivered\n");
	}
	sigprocmask(SIG_SETMASK, NULL, &after);
	printf("%d\n", memcmp(&before, &after, sizeof(before)));
	return 0;
}

static void *wait_for_ever(void *unused)
{
	(void)unused;
	for (;;)
		poll(NULL, 0, -1);
	return NULL;
}

static int case_cancel(void)
{
	pthread_t id;
	void *result;

	pthread_create(&id, NULL, wait_for_ever, NULL);
	usleep(10000);
	pthread_cancel(id);
	pthread_join(id, &result);
	printf("%s\n", result == PTHREAD_CANCELED ? "cancelled" : "not");
	return 0;
}

static int say_and_return(void *text)
{
	puts(text);
	return 23;
}

static int case_c11_thread(void)
{
	thrd_t id;
	int result = 0;

	if (thrd_create(&id, say_and_return, "in a thread of C11") ==
	    thrd_success)
		thrd_join(id, &result);
	printf("%d\n", result);
	return 0;
}

static int case_threads(void)
{
	cpu_set_t cpus;
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];

	/* What libc believes about the process's threads must not change. */
	while (fgets(line, sizeof(line), status)) {
		/* SigQ counts the whole user's signals. */
		if (strncmp(line, "Sig", 3) == 0 && line[3] != 'Q')
			fputs(line, stdout);
	}
	fclose(status);
	sched_getaffinity(0, sizeof(cpus), &cpus);
	printf("%d cpus\n", CPU_COUNT(&cpus));
	return 0;
}

static int case_exit(void)
{
	exit(3);
}

static int case_underscore_exit(void)
{
	_exit(4);
}

static int case_quick_exit(void)
{
	quick_exit(6);
}

static int case_abort(void)
{
	abort();
}

static const struct {
	const char *name;
	int (*run)(void);
} cases[] = {
	{ "errno", case_errno },
	{ "descriptors", case_descriptors },
	{ "main_thread_exits", case_main_thread_exits },
	{ "fork", case_fork },
	{ "clone_by_number", case_clone_by_number },
	{ "vfork", case_vfork },
	{ "exec", case_exec },
	{ "setuid_with_capabilities", case_setuid_with_capabilities },
	{ "signals", case_signals },
	{ "cancel", case_cancel },
	{ "c11_thread", case_c11_thread },
	{ "threads", case_threads },
	{ "exit", case_exit },
	{ "_exit", case_underscore_exit },
	{ "quick_exit", case_quick_exit },
	{ "abort", case_abort },
};

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (argc == 1)
			puts(cases[i].name);
		else if (strcmp(argv[1], cases[i].name) == 0)
			return cases[i].run();
	}
	return argc == 1 ? 0 : 100;
}
