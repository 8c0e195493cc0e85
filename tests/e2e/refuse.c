/*
 * refuse CALL ERRNO COMMAND…: runs COMMAND in a sandbox in which the kernel
 * answers the named system call with that error, as container profiles do.
 * ERRNO "kill" ends the calling thread instead.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned number;
} calls[] = {
	{ "perf_event_open", SYS_perf_event_open },
	{ "close_range", SYS_close_range },
	{ "statx", SYS_statx },
	{ "getrusage", SYS_getrusage },
	{ "clone", SYS_clone },
	{ "signalfd4", SYS_signalfd4 },
	{ "tgkill", SYS_tgkill },
};

static const struct {
	const char *name;
	unsigned action;
} answers[] = {
	{ "EPERM", SECCOMP_RET_ERRNO | EPERM },
	{ "EACCES", SECCOMP_RET_ERRNO | EACCES },
	{ "ENOSYS", SECCOMP_RET_ERRNO | ENOSYS },
	{ "EMFILE", SECCOMP_RET_ERRNO | EMFILE },
	{ "kill", SECCOMP_RET_KILL_THREAD },
};

static void refuse(unsigned call, unsigned answer)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, answer),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(*filter),
		.filter = filter,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("refuse: no seccomp");
		exit(125);
	}
}

int main(int argc, char **argv)
{
	const size_t call_count = sizeof(calls) / sizeof(*calls);
	const size_t answer_count = sizeof(answers) / sizeof(*answers);

	for (size_t i = 0; argc > 3 && i < call_count; i++) {
		for (size_t k = 0; k < answer_count; k++) {
			if (strcmp(argv[1], calls[i].name) == 0 &&
			    strcmp(argv[2], answers[k].name) == 0) {
				refuse(calls[i].number, answers[k].action);
				execvp(argv[3], argv + 3);
				perror(argv[3]);
				return 127;
			}
		}
	}
	fprintf(stderr, "usage: refuse CALL ERRNO COMMAND...\n");
	return 125;
}
