/* The phase: whoever is not the profiled process finds it OFF. */
#include "unit.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "preload/session.h"
#include "preload/sys.h"

START_TEST(test_nothing_is_live_before_it_is_said)
{
	ck_assert(!session_is_live());
	ck_assert(!session_end());
	ck_assert(session_init());
	ck_assert(!session_is_live());
	session_set_phase(PHASE_LIVE);
	ck_assert(session_is_live());
}
END_TEST

static int exit_status(pid_t child)
{
	int status;

	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int phase_here(void)
{
	return (int)atomic_load(session.phase);
}

START_TEST(test_a_forked_child_finds_it_off)
{
	pid_t child;

	ck_assert(session_init());
	session_set_phase(PHASE_LIVE);
	child = fork();
	if (child == 0)
		_exit(10 + phase_here());
	ck_assert_int_eq(exit_status(child), 10 + PHASE_OFF);
	ck_assert(session_is_live());
}
END_TEST

START_TEST(test_a_child_of_a_raw_clone_finds_it_off)
{
	pid_t child;

	ck_assert(session_init());
	session_set_phase(PHASE_LIVE);
	/* What neither fork handlers nor a hook would ever see. */
	child = (pid_t)sys_call(SYS_clone, SIGCHLD, 0, 0, 0);
	if (child == 0)
		sys_call(SYS_exit_group, 10 + phase_here(), 0, 0, 0);
	ck_assert_int_eq(exit_status(child), 10 + PHASE_OFF);
	ck_assert(session_is_live());
}
END_TEST

START_TEST(test_a_child_cannot_end_its_parents_session)
{
	pid_t child;

	ck_assert(session_init());
	session_set_phase(PHASE_LIVE);
	child = fork();
	if (child == 0)
		_exit(session_end());
	ck_assert_int_eq(exit_status(child), 0);
	ck_assert(session_is_live());
}
END_TEST

static _Atomic int starts;

static void start_child(void)
{
	atomic_fetch_add(&starts, 1);
	session_set_phase(PHASE_LIVE);
}

static void *come_to_a_hook(void *unused)
{
	session_is_live_or_starts();
	return unused;
}

/* Two threads of the child at once; how often a session was started. */
static int start_in_threads(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, come_to_a_hook, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return atomic_load(&starts) + 10 * session_is_live_or_starts();
}

START_TEST(test_a_forked_child_starts_one_session_of_its_own)
{
	pid_t child;

	ck_assert(session_init());
	session.start_in_child = start_child;
	session_set_phase(PHASE_LIVE);
	ck_assert(session_is_live_or_starts());
	ck_assert_int_eq(starts, 0);
	child = fork();
	if (child == 0)
		_exit(start_in_threads());
	ck_assert_int_eq(exit_status(child), 11);
	ck_assert_int_eq(starts, 0);
	session_end();
	ck_assert(!session_is_live_or_starts());
	ck_assert_int_eq(starts, 0);
}
END_TEST

START_TEST(test_a_child_that_is_not_followed_stays_off)
{
	pid_t child;

	ck_assert(session_init());
	session_set_phase(PHASE_LIVE);
	child = fork();
	if (child == 0)
		_exit(session_is_live_or_starts());
	ck_assert_int_eq(exit_status(child), 0);
}
END_TEST

static void *try_to_end(void *count)
{
	if (session_end())
		atomic_fetch_add((_Atomic int *)count, 1);
	return NULL;
}

START_TEST(test_of_many_threads_exactly_one_ends_it)
{
	pthread_t threads[8];
	_Atomic int ended = 0;

	ck_assert(session_init());
	session_set_phase(PHASE_LIVE);
	for (int i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, try_to_end, &ended);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	ck_assert_int_eq(ended, 1);
	ck_assert_int_eq(phase_here(), PHASE_OVER);
	ck_assert(!session_is_live());
}
END_TEST

/* libc hides its own signals, so ask the kernel. */
static bool is_pending(void)
{
	uint64_t set = 0;

	sys_call(SYS_rt_sigpending, &set, sizeof(set), 0, 0);
	return set >> (SESSION_WAKE_SIGNAL - 1) & 1;
}

START_TEST(test_only_a_sleeping_collector_is_woken_and_once)
{
	uint64_t wake = UINT64_C(1) << (SESSION_WAKE_SIGNAL - 1);

	sys_call(SYS_rt_sigprocmask, SIG_BLOCK, &wake, NULL, sizeof(wake));
	ck_assert(session_init());
	session.pid = getpid();
	atomic_store(&session.collector_tid, sys_gettid());
	session_wake_collector();
	ck_assert(!is_pending());
	atomic_store(&session.collector_sleep, COLLECTOR_ASLEEP);
	session_wake_collector();
	ck_assert(is_pending());
	ck_assert_uint_eq(atomic_load(&session.collector_sleep),
			  COLLECTOR_ASKED);
}
END_TEST

UNIT_MAIN("session", test_nothing_is_live_before_it_is_said,
	  test_a_forked_child_finds_it_off,
	  test_a_child_of_a_raw_clone_finds_it_off,
	  test_a_child_cannot_end_its_parents_session,
	  test_a_forked_child_starts_one_session_of_its_own,
	  test_a_child_that_is_not_followed_stays_off,
	  test_of_many_threads_exactly_one_ends_it,
	  test_only_a_sleeping_collector_is_woken_and_once)
