#include "collector.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>

#include "blocks.h"
#include "collector_state.h"
#include "credentials.h"
#include "jit_map.h"
#include "own_table.h"
#include "raw_thread.h"
#include "self_memory.h"
#include "session.h"
#include "shown.h"
#include "sys.h"
#include "text.h"

#define STACK_BYTES (256u << 10)

/* The collector sleeps this long while something goes on … */
#define BUSY_MS     50
/* … this long when a thread is to be looked at again … */
#define LOOK_MS     5
/* … and this long after so many rounds in which nothing did. */
#define IDLE_MS     1000
#define IDLE_ROUNDS 20

#define START_WAIT_S 10
#define STOP_WAIT_S  5
#define EXEC_WAIT_S  1

#define LOG_NAME_TRIES 100

/* How often it looks whether the host has dropped privileges. */
#define CREDENTIALS_NS UINT64_C(250000000)

static struct collector *collector;
static char words[CONFIG_PATTERN_MAX + 256];
static const char *_Atomic stop_how;

static int open_wake_fd(void)
{
	uint64_t mask = UINT64_C(1) << (SESSION_WAKE_SIGNAL - 1);

	return (int)sys_call(SYS_signalfd4, -1, &mask, sizeof(mask),
			     SFD_NONBLOCK | SFD_CLOEXEC);
}

static int open_log(uint64_t wall_ns)
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

static void say_failure(const char *what, const char *name, int error)
{
	struct text text = text_in(words, sizeof(words));

	text_add(&text, what);
	text_add(&text, name);
	text_add(&text, ": ");
	text_add(&text, strerrordesc_np(-error) ? strerrordesc_np(-error)
						: "unknown error");
}

static void write_header(uint64_t wall_ns)
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

static void say_stack_limit(void)
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

static void write_limits(void)
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
		say_stack_limit();
}

static uint64_t wall_clock_ns(void)
{
	struct timespec wall;

	clock_gettime(CLOCK_REALTIME, &wall);
	return (uint64_t)wall.tv_sec * 1000000000u + (uint64_t)wall.tv_nsec;
}

/* In the middle of a round: what threads have noted may not be in the table
 * yet, so what is seen now counts from the same moment as before. */
static void read_maps(void *unused)
{
	(void)unused;
	mappings_read_proc(&collector->mappings, collector->maps_read_ns);
}

/* Before anything is sampled: the stacks of what is. */
static void set_up_stacks(void)
{
	struct stacks *stacks = &collector->stacks;
	char probe = 0;

	shown_init();
	stacks_init(stacks, &collector->mappings, &collector->recorder);
	stacks->own_code = (uintptr_t)collector_start;
	stacks->modules.read_maps = read_maps;
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

static bool set_up(void)
{
	uint64_t wall_ns = wall_clock_ns();
	struct watch *watch;
	int error;

	if (!raw_thread_separate()) {
		say_failure("cannot have descriptors of its own", "", -EPERM);
		return false;
	}
	own_table_empty();
	collector->wake_fd = open_wake_fd();
	collector->recorder.start_ns = now_ns();
	error = open_log(wall_ns);
	if (error) {
		say_failure("cannot create the log ", collector->log_name,
			    error);
		return false;
	}
	mappings_init(&collector->mappings);
	residency_init(&collector->residency);
	set_up_stacks();
	collector->watches = VEC_OF(struct watch *);
	collector->by_slot = VEC_OF(struct watch *);
	collector->polled = VEC_OF(struct pollfd);
	births_init(&collector->births, now_ns());
	resolve_read_maps(collector);
	watch = attach_main(collector, collector->facts->main_thread);
	if (!watch) {
		say_failure("cannot watch the program", "", -ENOMEM);
		return false;
	}
	session.is_lesser = !collector->is_sampling;
	if (session.is_lesser) {
		collector->stack_mode = STACKS_OFF;
		session.shows_stacks = false;
	}
	session.watches_buffers = !collector->is_sampling ||
				  !collector->has_kernel_faults;
	write_header(wall_ns);
	attach_introduce(collector, watch);
	write_limits();
	return true;
}

/* The descriptors to sleep on: [0] the wake signal, [i + 1] watch i's ring. */
static struct pollfd *list_polled(void)
{
	struct vec *polled = &collector->polled;
	struct pollfd *entry;

	polled->len = 0;
	entry = vec_push(polled);
	if (entry)
		*entry = (struct pollfd){ .fd = collector->wake_fd,
					  .events = POLLIN };
	for (size_t i = 0; i < collector->watches.len; i++) {
		const struct watch *watch = *vec_at(&collector->watches,
						    struct watch *, i);

		entry = vec_push(polled);
		if (!entry)
			break;
		*entry = (struct pollfd){
			.fd = watch->is_hung_up
				      ? -1
				      : watch->sampler.fds[SAMPLE_MAJOR],
			.events = POLLIN
		};
	}
	return vec_at(polled, struct pollfd, 0);
}

static void note_hang_ups(const struct pollfd *polled)
{
	for (size_t i = 1; i < collector->polled.len; i++) {
		if (polled[i].revents & (POLLHUP | POLLERR))
			(*vec_at(&collector->watches, struct watch *, i - 1))
				->is_hung_up = true;
	}
}

static bool must_stop(void)
{
	return atomic_load(&session.state) == SESSION_STOPPING;
}

/* It has been asked to do something else than collect. */
static bool is_asked(void)
{
	return atomic_load(&session.state) != SESSION_RUNNING;
}

static void sleep_until_woken(void)
{
	struct pollfd *polled = list_polled();
	bool has_births = births_are_many(&collector->births);
	bool is_idle = collector->idle_rounds >= IDLE_ROUNDS && !has_births;
	bool must_look = collector->must_look_soon || has_births;
	long ms = is_idle ? IDLE_MS : must_look ? LOOK_MS : BUSY_MS;
	struct timespec timeout = { .tv_sec = ms / 1000,
				    .tv_nsec = ms % 1000 * 1000000 };
	struct signalfd_siginfo news;
	uint32_t awake = COLLECTOR_AWAKE;

	atomic_store(&session.collector_idles, is_idle);
	/* Who had news during the round has sent no signal. */
	if (atomic_compare_exchange_strong(&session.collector_sleep, &awake,
					   COLLECTOR_ASLEEP) &&
	    !is_asked() && collector->polled.len)
		sys_call6(SYS_ppoll, (long)polled, (long)collector->polled.len,
			  (long)&timeout, 0, 0, 0);
	atomic_store(&session.collector_sleep, COLLECTOR_AWAKE);
	atomic_store(&session.collector_idles, 0);
	while (sys_read(collector->wake_fd, &news, sizeof(news)) > 0)
		continue;
	note_hang_ups(polled);
}

/* No thread may keep privileges that the host has dropped. */
static void follow_host(void)
{
	uint64_t now = now_ns();

	if (now - collector->credentials_ns < CREDENTIALS_NS)
		return;
	collector->credentials_ns = now;
	credentials_follow();
}

static void change_state(enum session_state state)
{
	atomic_store(&session.state, state);
	sys_futex_wake(&session.state);
}

/* The log ends here, if the exec that asked for it succeeds. */
static void end_for_now(void)
{
	uint32_t pausing = SESSION_PAUSING;

	if (atomic_load(&session.state) != SESSION_PAUSING)
		return;
	finish_log(collector, atomic_load(&stop_how));
	/* By now somebody may want it to stop for good. */
	atomic_compare_exchange_strong(&session.state, &pausing,
				       SESSION_RUNNING);
	sys_futex_wake(&session.state);
}

/* The thread stays asleep until the process is gone. */
static int stay_out_of_the_way(void)
{
	for (;;)
		sys_call6(SYS_ppoll, 0, 0, 0, 0, 0, 0);
	return 0;
}

static int collect(void *unused)
{
	struct text text = text_in(words, sizeof(words));

	(void)unused;
	sys_call(SYS_prctl, PR_SET_NAME, "mmstall", 0, 0);
	if (!set_up()) {
		change_state(SESSION_FAILED);
		return stay_out_of_the_way();
	}
	change_state(SESSION_RUNNING);
	while (!must_stop()) {
		if (round_run(collector, false))
			collector->idle_rounds = 0;
		else
			collector->idle_rounds++;
		follow_host();
		end_for_now();
		sleep_until_woken();
	}
	finish_log(collector, atomic_load(&stop_how));
	if (collector->stack_mode != STACKS_OFF)
		jit_map_keep(collector->log_name);
	words_finish(collector, &text);
	log_writer_close(&collector->recorder.log);
	change_state(SESSION_ENDED);
	return stay_out_of_the_way();
}

/* A sandbox may have killed the collector and nothing else. */
static bool is_gone(void)
{
	int tid = atomic_load(&session.collector_tid);

	return tid && sys_tgkill(session.pid, tid, 0) == -ESRCH;
}

/* Waits until the state is not WHILE_STATE any more, SECONDS at most. */
static enum session_state wait_while(enum session_state while_state,
				     int seconds)
{
	uint64_t end_ns = now_ns() + (uint64_t)seconds * 1000000000u;
	struct timespec timeout = { .tv_nsec = 100000000 };

	while (atomic_load(&session.state) == (uint32_t)while_state &&
	       now_ns() < end_ns && !is_gone())
		sys_futex_wait(&session.state, while_state, &timeout);
	return (enum session_state)atomic_load(&session.state);
}

bool collector_start(const struct collector_facts *facts)
{
	int tid;

	/* In a forked child: the parent's tables, copied, are of no use. */
	if (collector)
		sys_munmap(collector, sizeof(*collector));
	collector = sys_alloc(sizeof(*collector));
	if (!collector) {
		say_failure("cannot start", "", -ENOMEM);
		return false;
	}
	collector->facts = facts;
	atomic_store(&session.collector_tid, 0);
	atomic_store(&session.collector_sleep, COLLECTOR_AWAKE);
	atomic_store(&session.births_are_many, 0);
	blocks_forget();
	atomic_store(&session.state, SESSION_STARTING);
	tid = raw_thread_start(collect, NULL, STACK_BYTES);
	if (tid < 0) {
		say_failure("cannot start a thread", "", tid);
		return false;
	}
	atomic_store(&session.collector_tid, tid);
	switch (wait_while(SESSION_STARTING, START_WAIT_S)) {
	case SESSION_RUNNING:
		return true;
	case SESSION_FAILED:
		return false;
	default: /* killed by a sandbox, or held up; if it still comes, it ends
		  */
		atomic_store(&session.state, SESSION_STOPPING);
		say_failure("the collector did not start", "", -ETIMEDOUT);
		return false;
	}
}

void collector_stop(const char *how)
{
	atomic_store(&stop_how, how);
	atomic_store(&session.state, SESSION_STOPPING);
	session_wake_collector();
	if (wait_while(SESSION_STOPPING, STOP_WAIT_S) != SESSION_ENDED)
		say_failure("the log could not be ended in time: ",
			    collector->log_name, -ETIMEDOUT);
}

void collector_end_for_now(const char *how)
{
	uint32_t running = SESSION_RUNNING;

	/* If another thread execs as well, one of them is enough. */
	if (!atomic_compare_exchange_strong(&session.state, &running,
					    SESSION_PAUSING))
		return;
	atomic_store(&stop_how, how);
	session_wake_collector();
	wait_while(SESSION_PAUSING, EXEC_WAIT_S);
}

const char *collector_words(void)
{
	return words;
}
