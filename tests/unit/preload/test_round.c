/*
 * Host threads at work while the collector goes round: everything they noted
 * is in the log or counted as refused. Built with ThreadSanitizer as well, so
 * the collector is a thread that libc knows here.
 */
#include "log_lines.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

#include "preload/collector_state.h"
#include "preload/session.h"
#include "preload/sys.h"
#include "preload/waits.h"

#define THREADS    4
#define ITERATIONS 3000
#define MAPS       200

static struct collector collector;
static _Atomic bool must_end;

static struct config config = {
	.min_iteration_ns = 1000000,
	.min_fault_ns = 20000,
	.budget_ppm = 10000,
	.max_log_bytes = UINT64_MAX,
};

static void note_map(struct host_thread *thread, uint64_t number)
{
	host_thread_note(thread,
			 &(struct event){ .t_ns = now_ns(),
					  .kind = EVENT_MAP,
					  .map = { .start = (number + 1) << 32,
						   .len = 4096,
						   .inode = number,
						   .prot = PROT_READ } });
	host_thread_note(
		thread, &(struct event){ .t_ns = now_ns(),
					 .kind = EVENT_UNMAP,
					 .unmap = { .start = (number + 1) << 32,
						    .len = 4096 } });
}

/* A loop: ITERATIONS of them end, with a park and a mapping now and then. */
static void *work(void *number)
{
	struct host_thread *thread = host_thread_reserve();
	struct wait wait = wait_of(WAIT_EPOLL, (uintptr_t)number);

	host_thread_start(thread, ORIGIN_CREATE);
	for (unsigned i = 0; i <= ITERATIONS; i++) {
		wait_begin(wait);
		if (i % 16 == 0)
			sched_yield();
		wait_end(wait, 1);
		if (i % 8 == 0 && park_begin())
			park_end();
		if (i % (ITERATIONS / MAPS) == 0)
			note_map(thread, (uintptr_t)number << 16 | i);
	}
	wait_begin(wait);
	return NULL;
}

static void *collect(void *unused)
{
	while (!atomic_load(&must_end)) {
		round_run(&collector, false);
		sched_yield();
	}
	return unused;
}

static void start(void)
{
	static struct collector_facts facts = { .config = &config,
						.program = "test" };

	ck_assert(session_init());
	session.pid = sys_getpid();
	session.min_event_ns = SHORT_LIMIT_NS;
	session.min_iteration_ns = config.min_iteration_ns;
	session.min_fault_ns = config.min_fault_ns;
	host_threads_init();
	session_set_phase(PHASE_LIVE);
	collector.facts = &facts;
	snprintf(log_path, sizeof(log_path), "/tmp/mmstall-unit-%d.jsonl",
		 (int)getpid());
	unlink(log_path);
	ck_assert_int_eq(
		log_writer_open(&collector.recorder.log, log_path, UINT64_MAX),
		0);
	collector.recorder.start_ns = now_ns();
	mappings_init(&collector.mappings);
	residency_init(&collector.residency);
	collector.watches = VEC_OF(struct watch *);
	collector.by_slot = VEC_OF(struct watch *);
	collector.polled = VEC_OF(struct pollfd);
}

static long long sum_of(const char *kind, const char *key)
{
	long long sum = 0;

	for (size_t i = 0; i < lines_len; i++) {
		if (strcmp(first_key(lines[i]), kind) == 0)
			sum += key ? number_in(lines[i], key) : 1;
	}
	return sum;
}

/* Of each loop the last histogram counts. */
static long long counted(void)
{
	long long last[THREADS + 1] = { 0 };
	long long sum = 0;

	for (size_t i = 0; i < lines_len; i++) {
		if (strcmp(first_key(lines[i]), "hist") == 0)
			last[number_in(lines[i], "hist")] = number_in(lines[i],
								      "n");
	}
	for (int i = 1; i <= THREADS; i++)
		sum += last[i];
	return sum;
}

START_TEST(test_what_threads_note_while_the_collector_runs_is_all_there)
{
	pthread_t threads[THREADS], collecting;

	start();
	pthread_create(&collecting, NULL, collect, NULL);
	for (uintptr_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, (void *)(i + 100));
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	atomic_store(&must_end, true);
	pthread_join(collecting, NULL);
	finish_log(&collector, "exit");
	log_writer_close(&collector.recorder.log);
	log_lines_read(log_path);
	unlink(log_path);

	ck_assert_int_eq(sum_of("thread", NULL), THREADS);
	ck_assert_int_eq(sum_of("loop", NULL), THREADS);
	ck_assert_int_eq(sum_of("counts", "exited"), THREADS);
	/* An event that found its ring full was one of them at most. */
	ck_assert_int_le(counted() + sum_of("it", NULL),
			 THREADS * (ITERATIONS + 1));
	ck_assert_int_ge(counted() + sum_of("it", NULL) +
				 (long long)collector.events_refused,
			 THREADS * (ITERATIONS + 1));
	log_lines_release();
}
END_TEST

START_TEST(test_a_thread_whose_signal_handler_was_first_is_one_thread)
{
	struct host_thread *created = host_thread_reserve();
	struct host_thread *hooked = host_thread_reserve();

	ck_assert(created && hooked);
	host_thread_start(hooked, ORIGIN_HOOK);
	host_thread_start(created, ORIGIN_CREATE);
	ck_assert_ptr_eq(host_thread_self(), hooked);
	ck_assert_int_eq(atomic_load(&hooked->state), HOST_THREAD_LIVE);
	ck_assert_int_eq(atomic_load(&created->state), HOST_THREAD_FREE);
	ck_assert_ptr_eq(host_thread_reserve(), created);
}
END_TEST

UNIT_MAIN("round", test_what_threads_note_while_the_collector_runs_is_all_there,
	  test_a_thread_whose_signal_handler_was_first_is_one_thread)
