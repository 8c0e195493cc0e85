#include "init.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "collector.h"
#include "config.h"
#include "diag.h"
#include "host_thread.h"
#include "names.h"
#include "own_pages.h"
#include "preload_path.h"
#include "proc.h"
#include "real.h"
#include "session.h"
#include "shown.h"
#include "sys.h"
#include "text.h"

static struct config config;
static char program[64];

/* The executable's name as the user typed it, fit for a file name. */
static void name_program(void)
{
	const char *name = program_invocation_short_name;

	strncpy(program, name && name[0] ? name : "program",
		sizeof(program) - 1);
	for (char *c = program; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f || *c == '/')
			*c = '_';
	}
}

static void finish_quick_exit(void)
{
	mmstall_finish(FINISH_QUICK_EXIT);
}

static void run_unprofiled(const char *why)
{
	DIAG(why, "; ", program, " runs unprofiled");
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The collector for this process; the session is live, or over for good. */
static void start_collector(void)
{
	static struct collector_facts facts = { .config = &config,
						.program = program };

	session.pid = sys_getpid();
	facts.main_thread = host_thread_reserve();
	if (facts.main_thread) {
		host_thread_start(facts.main_thread, ORIGIN_MAIN);
		if (collector_start(&facts)) {
			session_set_phase(PHASE_LIVE);
			return;
		}
	}
	session_set_phase(PHASE_OVER);
	run_unprofiled(facts.main_thread ? collector_words() : "no memory");
}

/*
 * In a forked child, on the thread that came to a hook first (nearly always
 * the only one). Nothing here waits for a lock that the parent could have
 * held, and nothing is written to what is the parent's.
 */
static void start_in_child(void)
{
	int saved_errno = errno;

	host_threads_forget();
	names_forget_writer();
	shown_forget();
	start_collector();
	errno = saved_errno;
}

static void start_session(void)
{
	session.min_event_ns = least(
		SHORT_LIMIT_NS,
		least(config.min_fault_ns, config.min_iteration_ns));
	session.min_iteration_ns = config.min_iteration_ns;
	session.min_fault_ns = config.min_fault_ns;
	session.is_sandboxed = config.is_sandboxed;
	if (!session_init()) {
		run_unprofiled("this kernel has no MADV_WIPEONFORK "
			       "(Linux 4.14)");
		return;
	}
	names_init();
	at_quick_exit(finish_quick_exit);
	start_collector();
	/* A collector cannot be started from within a sandbox. */
	if (session_is_live() && config.follow & FOLLOW_FORK &&
	    !config.is_sandboxed)
		session.start_in_child = start_in_child;
}

/* Whether the program that started this one is profiled too. */
static bool is_child_of_profiled(void)
{
	char path[64];
	struct text text = text_in(path, sizeof(path));

	text_add(&text, "/proc/");
	text_add_u64(&text, (uint64_t)sys_call(SYS_getppid, 0, 0, 0, 0));
	text_add(&text, "/maps");
	return proc_file_has(path, "/libmmstall.so");
}

__attribute__((constructor)) static void start(void)
{
	int saved_errno = errno;
	char why[512];

	own_pages_touch();
	real_init();
	host_threads_init();
	preload_path_fix();
	name_program();
	if (!config_read(&config, getenv, why, sizeof(why)))
		run_unprofiled(why);
	else if (config.follow & FOLLOW_EXEC || !is_child_of_profiled())
		start_session();
	errno = saved_errno;
}

__attribute__((destructor)) static void end(void)
{
	mmstall_finish(FINISH_EXIT);
}

static const char *const endings[] = {
	[FINISH_EXIT] = "exit",
	[FINISH_UNDERSCORE_EXIT] = "_exit",
	[FINISH_QUICK_EXIT] = "quick_exit",
	[FINISH_EXEC] = "exec",
};

/* A vforked child shares our memory but is not this process. */
static bool is_our_session(void)
{
	return session_is_live() && sys_getpid() == session.pid;
}

void mmstall_finish(enum finish how)
{
	if (!is_our_session() || !session_end())
		return;
	collector_stop(endings[how]);
	if (!config.is_quiet)
		DIAG(collector_words());
}

void mmstall_finish_for_now(enum finish how)
{
	if (is_our_session())
		collector_end_for_now(endings[how]);
}
