/*
 * sandbox FILE: after its start the program forbids itself the system calls
 * that libc never makes on its own, on pain of death; then it runs a loop,
 * maps FILE, and has a thread begin and end. The file is touched a while after
 * it was mapped.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD_NUMBER \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define DEADLY(call)                                     \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

static int enter_sandbox(void)
{
	struct sock_filter filter[] = {
		LOAD_NUMBER,
		DEADLY(SYS_statx),
		DEADLY(SYS_readlinkat),
		DEADLY(SYS_getrusage),
		DEADLY(SYS_prctl),
		DEADLY(SYS_perf_event_open),
		DEADLY(SYS_process_vm_readv),
		DEADLY(SYS_close_range),
		DEADLY(SYS_signalfd4),
		DEADLY(SYS_getdents64),
		DEADLY(SYS_mincore),
		DEADLY(SYS_ioctl),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(*filter),
		.filter = filter,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void *work(void *unused)
{
	poll(NULL, 0, 1);
	return unused;
}

int main(int argc, char **argv)
{
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	char line[] = "done\n";
	volatile char *bytes;
	pthread_t thread;

	if (file < 0 || enter_sandbox())
		return 77;
	bytes = mmap(NULL, 1 << 20, PROT_READ, MAP_SHARED, file, 0);
	if (bytes == MAP_FAILED)
		return 1;
	pthread_create(&thread, NULL, work, NULL);
	pthread_join(thread, NULL);
	for (int i = 0; i < 8; i++) {
		poll(NULL, 0, 1);
		if (i < 4)
			usleep(50000);
		else
			(void)bytes[(size_t)i << 16];
	}
	return write(1, line, sizeof(line) - 1) < 0;
}
