/* Real page-fault events of the calling thread, against the kernel's counts. */
#include "sampled.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGES 300

/* The kernel's count of this thread's faults, and when. */
static uint64_t faults_now(uint64_t *t_ns)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	*t_ns = now_ns();
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* Touches PAGES pages at AT while everything is counted. */
static void touch_and_count(char *at, size_t pages)
{
	uint64_t before, after;

	begin_count(at, pages);
	faults_now(&got.from_ns); /* its own pages are there from now on */
	before = faults_now(&got.from_ns);
	touch(at, pages);
	after = faults_now(&got.to_ns);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.lost, 0);
	ck_assert_uint_eq(got.ends, after - before);
	ck_assert_uint_ge(after - before, pages);
	ck_assert(got.is_ordered);
}

START_TEST(test_each_touched_page_of_memory_has_a_begin_and_an_end)
{
	char *at = fresh_memory(PAGES);

	if (!open_or_skip(256 << 10))
		return;
	touch_and_count(at, PAGES);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], PAGES);
	ck_assert_uint_eq(got.kinds[SAMPLE_MINOR], PAGES);
	ck_assert_uint_eq(got.kinds[SAMPLE_MAJOR], 0);
	ck_assert_uint_eq(got.paired, PAGES);
	ck_assert_uint_eq(got.kernel, 0);
	/* The pages are there: nothing faults any more. */
	begin_count(at, PAGES);
	touch(at, PAGES);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 0);
	sampler_close(&sampler);
}
END_TEST

START_TEST(test_each_touched_page_of_a_file_has_a_begin_and_an_end)
{
	char path[] = "/tmp/mmstall-sampler-XXXXXX";
	static char page[PAGE];
	int fd = mkstemp(path);
	char *at;

	unlink(path);
	memset(page, 'x', sizeof(page));
	for (unsigned i = 0; i < PAGES; i++)
		ck_assert_int_eq(write(fd, page, PAGE), PAGE);
	/* Writing to private pages: no fault brings its neighbours along. */
	at = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
		  0);
	ck_assert_ptr_ne(at, MAP_FAILED);
	if (!open_or_skip(256 << 10))
		return;
	touch_and_count(at, PAGES);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], PAGES);
	ck_assert_uint_eq(got.kinds[SAMPLE_MINOR] + got.kinds[SAMPLE_MAJOR],
			  PAGES);
	ck_assert_uint_eq(got.paired, PAGES);
	sampler_close(&sampler);
}
END_TEST

START_TEST(test_faults_inside_system_calls_are_marked)
{
	char *at = fresh_memory(1);
	int fd = (int)sys_open("/dev/zero", O_RDONLY | O_CLOEXEC, 0);

	if (!open_or_skip(64 << 10))
		return;
	begin_count(at, 1);
	ck_assert_int_eq(sys_read(fd, at, 8), 8);
	sampler_read(&sampler, take, NULL);
	/* … or, where that is not permitted, not sampled at all. */
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], has_kernel);
	ck_assert_uint_eq(got.paired, has_kernel);
	ck_assert_uint_eq(got.kernel, has_kernel);
	sampler_close(&sampler);
	sys_close(fd);
}
END_TEST

START_TEST(test_a_ring_that_overflows_says_how_much_is_missing)
{
	char *at = fresh_memory(3 * PAGES);
	uint64_t before, after, at_ns, begins, unsaid;

	if (!open_or_skip(PAGE))
		return;
	begin_count(at, 3 * PAGES);
	faults_now(&at_ns);
	sampler_read(&sampler, take, NULL);
	begin_count(at, 3 * PAGES);
	before = faults_now(&got.from_ns);
	ck_assert_uint_eq(sampler.full_ns, 0);
	touch(at, 2 * PAGES);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_ge(sampler.full_ns, got.last_ns);
	begins = got.kinds[SAMPLE_BEGIN];
	unsaid = sampler_lost_at_end(&sampler);
	/* The loss stands before the first sample that fits again. */
	touch(at + 2 * PAGES * PAGE, 10);
	after = faults_now(&at_ns);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_gt(got.lost, PAGES);
	ck_assert_uint_eq(got.samples + got.lost, 2 * (after - before));
	/* Had there been none: a kernel before 6.0 cannot say. */
	if (unsaid) {
		ck_assert_uint_eq(unsaid, got.lost);
		ck_assert_uint_eq(sampler_lost_at_end(&sampler), 0);
	}
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], begins + 10);
	ck_assert_uint_le(got.paired, got.samples / 2);
	sampler_close(&sampler);
}
END_TEST

START_TEST(test_a_ring_that_is_read_in_time_goes_round_and_loses_nothing)
{
	char *at = fresh_memory(PAGES * 4);

	if (!open_or_skip(PAGE))
		return;
	for (size_t i = 0; i < PAGES * 4; i += 20) {
		touch_and_count(at + i * PAGE, 20);
		ck_assert_uint_eq(got.paired, 20);
	}
	sampler_close(&sampler);
}
END_TEST

static void *touch_all(void *at)
{
	touch(at, PAGES);
	return NULL;
}

START_TEST(test_another_threads_faults_are_not_ours)
{
	char *at = fresh_memory(PAGES);
	pthread_t thread;

	if (!open_or_skip(64 << 10))
		return;
	begin_count(at, PAGES);
	pthread_create(&thread, NULL, touch_all, at);
	pthread_join(thread, NULL);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN] + got.kinds[SAMPLE_MINOR], 0);
	sampler_close(&sampler);
}
END_TEST

static void *end_at_once(void *tid)
{
	*(int *)tid = sys_gettid();
	return NULL;
}

START_TEST(test_a_thread_that_is_gone_and_a_closed_sampler_are_harmless)
{
	int next = dup(1), tid;
	pthread_t thread;
	bool was_ring;

	close(next);
	pthread_create(&thread, NULL, end_at_once, &tid);
	pthread_join(thread, NULL);
	if (!open_or_skip(64 << 10))
		return;
	sampler_close(&sampler);
	ck_assert_int_eq(sampler_open(&sampler, tid,
				      &(struct sampler_options){
					      .data_bytes = 64 << 10,
					      .with_kernel = has_kernel },
				      &was_ring),
			 -ESRCH);
	ck_assert(!was_ring);
	ck_assert(!sampler_is_open(&sampler));
	begin_count(NULL, 0);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.samples, 0);
	sampler_close(&sampler);
	/* Every descriptor was given back. */
	ck_assert_int_eq(dup(1), next);
}
END_TEST

START_TEST(test_the_last_descriptor_is_left)
{
	struct sampler_options options = { .data_bytes = PAGE };
	int next = dup(1);
	struct rlimit limit;
	bool was_ring;

	close(next);
	if (!open_or_skip(PAGE))
		return;
	sampler_close(&sampler);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = (rlim_t)next + SAMPLER_EVENTS;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(
		sampler_open(&sampler, sys_gettid(), &options, &was_ring),
		-EMFILE);
	ck_assert(!was_ring);
	limit.rlim_cur++;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(
		sampler_open(&sampler, sys_gettid(), &options, &was_ring), 0);
	sampler_pause(&sampler);
	limit.rlim_cur--;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert(!sampler_resume(&sampler));
	ck_assert_int_eq(dup(1), next);
	sampler_close(&sampler);
}
END_TEST

struct ender {
	_Atomic int tid;
	_Atomic bool may_end;
};

static void *end_when_told(void *argument)
{
	struct ender *ender = argument;

	ender->tid = sys_gettid();
	while (!ender->may_end)
		;
	return NULL;
}

START_TEST(test_a_thread_that_ends_while_its_events_are_opened_is_gone)
{
	struct sampler_options options = { .data_bytes = PAGE };
	bool was_ring;

	if (!open_or_skip(PAGE))
		return;
	sampler_close(&sampler);
	for (int i = 0; i < 300; i++) {
		struct ender ender = { 0 };
		pthread_t thread;
		int error;

		pthread_create(&thread, NULL, end_when_told, &ender);
		while (!ender.tid)
			sched_yield();
		ender.may_end = true;
		for (volatile int wait = 0; wait < i % 200 * 100; wait++)
			;
		error = sampler_open(&sampler, ender.tid, &options, &was_ring);
		ck_assert_msg(!error || error == -ESRCH, "%s",
			      strerror(-error));
		sampler_close(&sampler);
		pthread_join(thread, NULL);
	}
}
END_TEST

UNIT_MAIN("sampler", test_each_touched_page_of_memory_has_a_begin_and_an_end,
	  test_each_touched_page_of_a_file_has_a_begin_and_an_end,
	  test_faults_inside_system_calls_are_marked,
	  test_a_ring_that_overflows_says_how_much_is_missing,
	  test_a_ring_that_is_read_in_time_goes_round_and_loses_nothing,
	  test_another_threads_faults_are_not_ours,
	  test_a_thread_that_is_gone_and_a_closed_sampler_are_harmless,
	  test_the_last_descriptor_is_left,
	  test_a_thread_that_ends_while_its_events_are_opened_is_gone)
