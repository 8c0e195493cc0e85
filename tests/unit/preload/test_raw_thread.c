/* A thread that the process and its libc do not notice. */
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "preload/raw_thread.h"
#include "preload/sys.h"

/* What the thread found, for the test to look at: no Check on that thread. */
static struct {
	_Atomic uint32_t is_done;
	uint64_t mask;
	long opened, closed, changed;
	int tid, pid;
	void *argument;
} seen;

static int kept_fd; /* of the process */

/* Without libc, and without a sanitizer's thread-local state. */
__attribute__((no_sanitize("address", "undefined"))) static int look_around(
	void *argument)
{
	seen.argument = argument;
	seen.tid = sys_gettid();
	seen.pid = sys_getpid();
	sys_call(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &seen.mask,
		 sizeof(seen.mask));
	seen.closed = sys_close(kept_fd);
	for (int i = 0; i < 20; i++)
		seen.opened = sys_open("/dev/null", O_RDONLY, 0);
	seen.changed = sys_call(SYS_chdir, "/", 0, 0, 0);
	atomic_store(&seen.is_done, 1);
	sys_futex_wake(&seen.is_done);
	for (;;)
		sys_call6(SYS_ppoll, 0, 0, 0, 0, 0, 0);
	return 0;
}

static int start(void)
{
	int result;

	kept_fd = dup(1);
	result = raw_thread_start(look_around, &seen, 64 << 10);
	while (!atomic_load(&seen.is_done))
		sys_futex_wait(&seen.is_done, 0, NULL);
	return result;
}

START_TEST(test_it_runs_in_this_process_as_a_thread_of_its_own)
{
	char path[64];

	ck_assert_int_ge(start(), 0);
	ck_assert_ptr_eq(seen.argument, &seen);
	ck_assert_int_eq(seen.pid, getpid());
	ck_assert_int_ne(seen.tid, sys_gettid());
	snprintf(path, sizeof(path), "/proc/self/task/%d", seen.tid);
	ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

START_TEST(test_every_signal_that_can_be_blocked_is)
{
	uint64_t unblockable = 1ull << (SIGKILL - 1) | 1ull << (SIGSTOP - 1);

	start();
	ck_assert(seen.mask == ~unblockable);
}
END_TEST

START_TEST(test_the_callers_signals_and_errno_are_as_they_were)
{
	sigset_t set, before, after;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, NULL, &before);
	errno = 77;
	start();
	ck_assert_int_eq(errno, 77);
	sigprocmask(SIG_BLOCK, NULL, &after);
	for (int i = 1; i < SIGRTMAX; i++)
		ck_assert_int_eq(sigismember(&before, i),
				 sigismember(&after, i));
	ck_assert(sigismember(&after, SIGUSR2));
	ck_assert(!sigismember(&after, SIGUSR1));
}
END_TEST

START_TEST(test_descriptors_are_its_own)
{
	int expected = dup(1);

	close(expected);
	start();
	/* It closed its copy; the process still has the descriptor. */
	ck_assert_int_eq(seen.closed, 0);
	ck_assert_int_ge(fcntl(kept_fd, F_GETFD), 0);
	/* It opened 20 files, and none of them is in the process. */
	ck_assert_int_gt(seen.opened, expected);
	ck_assert_int_eq(fcntl((int)seen.opened, F_GETFD), -1);
	ck_assert_int_eq(kept_fd, expected);
	ck_assert_int_eq(dup(1), expected + 1);
}
END_TEST

START_TEST(test_its_working_directory_is_its_own)
{
	char before[4096], after[4096];

	ck_assert_int_eq(chdir("/tmp"), 0);
	ck_assert_ptr_nonnull(getcwd(before, sizeof(before)));
	start();
	ck_assert_int_eq(seen.changed, 0);
	ck_assert_ptr_nonnull(getcwd(after, sizeof(after)));
	ck_assert_str_eq(after, before);
}
END_TEST

static void *count_up(void *count)
{
	(*(int *)count)++;
	return NULL;
}

START_TEST(test_libc_goes_on_as_if_it_were_not_there)
{
	pthread_t thread;
	int count = 0;

	start();
	/* Changes the credentials of every thread that libc knows of. */
	ck_assert_int_eq(setuid(getuid()), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, count_up, &count), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(count, 1);
}
END_TEST

START_TEST(test_a_stack_that_cannot_be_had_is_an_error)
{
	errno = 77;
	ck_assert_int_lt(raw_thread_start(look_around, NULL, SIZE_MAX / 4), 0);
	ck_assert_int_eq(errno, 77);
}
END_TEST

UNIT_MAIN("raw_thread", test_it_runs_in_this_process_as_a_thread_of_its_own,
	  test_every_signal_that_can_be_blocked_is,
	  test_the_callers_signals_and_errno_are_as_they_were,
	  test_descriptors_are_its_own, test_its_working_directory_is_its_own,
	  test_libc_goes_on_as_if_it_were_not_there,
	  test_a_stack_that_cannot_be_had_is_an_error)
