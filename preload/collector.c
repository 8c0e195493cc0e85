#include "collector.h"

#include <errno.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>

#include "blocks.h"
#include "collector_state.h"
#include "credentials.h"
#include "jit_map.h"
#include "raw_thread.h"
#include "session.h"
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

/* How often it looks whether the host has dropped privileges. */
#define CREDENTIALS_NS UINT64_C(250000000)

static struct collector *collector;
static char words[CONFIG_PATTERN_MAX + 256];
static const char *_Atomic stop_how;

static void say_failure(const char *what, const char *name, int error)
{
	struct text text = text_in(words, sizeof(words));

	collector_say_failure(&text, what, name, error);
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
	bool must_look = collector->must_look_soon ||
			 births_are_many(&collector->births);
	bool is_idle = collector->idle_rounds >= IDLE_ROUNDS && !must_look;
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
	if (!collector_set_up(collector, &text)) {
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
