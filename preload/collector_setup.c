/*
 * What the collector does before its first round: a descriptor table and a log
 * of its own, what works here, and the log's first records.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/signalfd.h>

#include "collector_state.h"
#include "own_table.h"
#include "raw_thread.h"
#include "self_memory.h"
#include "session.h"
#include "shown.h"
#include "sys.h"

#define LOG_NAME_TRIES 100

void collector_say_failure(struct text *why, const char *what, const char *name,
			   int error)
{
	text_add(why, what);
	text_add(why, name);
	text_add(why, ": ");
	text_add(why, strerrordesc_np(-error) ? strerrordesc_np(-error)
					      : "unknown error");
}

static int open_wake_fd(void)
{
	uint64_t mask = UINT64_C(1) << (SESSION_WAKE_SIGNAL - 1);

	return (int)sys_call(SYS_signalfd4, -1, &mask, sizeof(mask),
			     SFD_NONBLOCK | SFD_CLOEXEC);
}

static int open_log(struct collector *collector, uint64_t wall_ns)
{
	const struct config *config = collector->facts->config;
	int error = -ENAMETOOLONG;

	for (unsigned try = 1; try <= LOG_NAME_TRIES; try++) {
		if (!config_log_name(
			    config->log_pattern, collector->facts->program,
			    session.pid, wall_ns / 1000000000, try,
			    collector->log_name, sizeof(collector->log_name)))
			return -ENAMETOOLONG;
		error = log_writer_open(&collector->recorder.log,
					collector->log_name,
					config->max_log_bytes);
		if (error != -EEXIST)
			break;
	}
	return error;
}

static void write_header(struct collector *collector, uint64_t wall_ns)
{
	const struct config *config = collector->facts->config;
	char exe[1024];
	long len = sys_readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	cpu_set_t cpus;

	exe[len > 0 ? len : 0] = '\0';
	CPU_ZERO(&cpus);
	sys_call(SYS_sched_getaffinity, 0, sizeof(cpus), &cpus, 0);
	record_header(&collector->recorder,
		      &(struct header_facts){
			      .pid = session.pid,
			      .ppid = (int)sys_call(SYS_getppid, 0, 0, 0, 0),
			      .program = collector->facts->program,
			      .exe = exe,
			      .run_id = config->run_id,
			      .wall_ns = wall_ns,
			      .cpus = (unsigned)CPU_COUNT(&cpus),
			      .min_iteration_ns = config->min_iteration_ns,
			      .min_fault_ns = config->min_fault_ns,
			      .is_sampling = collector->is_sampling,
			      .has_kernel_faults = collector->is_sampling &&
						   collector->has_kernel_faults,
			      .stacks = collector->stack_mode,
			      .has_switches = collector->is_sampling &&
					      config->has_switches,
		      });
}

static void say_stack_limit(struct collector *collector)
{
	char why[256];
	struct text text = text_in(why, sizeof(why));
	const char *error = strerrordesc_np(-collector->stack_error);

	text_add(&text, "stacks cannot be copied here (");
	text_add(&text, error ? error : "unknown error");
	text_add(&text, collector->stack_mode == STACKS_FP
				? "): frame pointers are followed instead"
				: ")");
	record_limit(&collector->recorder, LOG_LIMIT_STACKS, 0, 0, why);
}

static void write_limits(struct collector *collector)
{
	struct recorder *recorder = &collector->recorder;

	if (!collector->is_sampling)
		record_limit(recorder, LOG_LIMIT_SAMPLING, 0, 0,
			     collector->refusal);
	else if (collector->refusal[0])
		record_limit(recorder, LOG_LIMIT_THREAD, 1, 0,
			     collector->refusal);
	if (collector->is_sampling && !collector->has_kernel_faults)
		record_limit(recorder, LOG_LIMIT_KERNEL, 0, 0,
			     "perf_event_paranoid is above 1 and the process "
			     "has no CAP_PERFMON");
	if (collector->is_sampling && collector->stack_error)
		say_stack_limit(collector);
}

static uint64_t wall_clock_ns(void)
{
	struct timespec wall;

	clock_gettime(CLOCK_REALTIME, &wall);
	return (uint64_t)wall.tv_sec * 1000000000u + (uint64_t)wall.tv_nsec;
}

/* In the middle of a round: what threads have noted may not be in the table
 * yet, so what is seen now counts from the same moment as before. */
static void read_maps(void *context)
{
	struct collector *collector = context;

	mappings_read_proc(&collector->mappings, collector->maps_read_ns);
}

/* Before anything is sampled: the stacks of what is. */
static void set_up_stacks(struct collector *collector)
{
	struct stacks *stacks = &collector->stacks;
	char probe = 0;

	shown_init();
	stacks_init(stacks, &collector->mappings, &collector->recorder);
	stacks->own_code = (uintptr_t)collector_start;
	stacks->modules.read_maps = read_maps;
	stacks->modules.context = collector;
	collector->stack_mode = collector->facts->config->stacks;
	if (collector->stack_mode == STACKS_OFF)
		return;
	if (self_read((uintptr_t)&probe, &probe, sizeof(probe))) {
		/* A sandbox that kills would kill a thread for copying. */
		session.shows_stacks = !collector->facts->config->is_sandboxed;
		return;
	}
	collector->stack_mode = STACKS_OFF;
	collector->stack_error = -EPERM;
}

bool collector_set_up(struct collector *collector, struct text *why)
{
	uint64_t wall_ns = wall_clock_ns();
	struct watch *watch;
	int error;

	if (!raw_thread_separate()) {
		collector_say_failure(why, "cannot have descriptors of its own",
				      "", -EPERM);
		return false;
	}
	own_table_empty();
	collector->wake_fd = open_wake_fd();
	collector->recorder.start_ns = now_ns();
	error = open_log(collector, wall_ns);
	if (error) {
		collector_say_failure(why, "cannot create the log ",
				      collector->log_name, error);
		return false;
	}
	mappings_init(&collector->mappings);
	residency_init(&collector->residency);
	set_up_stacks(collector);
	collector->watches = VEC_OF(struct watch *);
	collector->by_slot = VEC_OF(struct watch *);
	collector->polled = VEC_OF(struct pollfd);
	births_init(&collector->births, now_ns());
	resolve_read_maps(collector);
	watch = attach_main(collector, collector->facts->main_thread);
	if (!watch) {
		collector_say_failure(why, "cannot watch the program", "",
				      -ENOMEM);
		return false;
	}
	session.is_lesser = !collector->is_sampling;
	if (session.is_lesser) {
		collector->stack_mode = STACKS_OFF;
		session.shows_stacks = false;
	}
	atomic_store(&session.watches_buffers,
		     !collector->is_sampling || !collector->has_kernel_faults);
	write_header(collector, wall_ns);
	attach_introduce(collector, watch);
	write_limits(collector);
	return true;
}
