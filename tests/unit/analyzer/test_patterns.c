/* In which order files were touched. */
#include "unit.h"

#include "models.h"

#define PAGE UINT64_C(4096)

static struct model model;
static struct process *process;
static struct report report;
static int64_t now_ms;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	now_ms = 0;
}

/* A fault of 1 ms of THREAD on MAP; the next one is 10 ms later. */
static struct fault *touch(uint32_t thread, uint32_t map, uint64_t offset)
{
	struct fault *fault = given_fault(process, thread, map, now_ms, 1);

	fault->offset = offset;
	now_ms += 10;
	return fault;
}

static const struct pattern *pattern_of(size_t index)
{
	return &array_at(&report.files, struct file_row, index)->pattern;
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

/* Numbers that jump about, the same ones every time. */
static uint64_t scattered(uint64_t i)
{
	return (i * 7919 + 31) * 104729 % 1000003;
}

START_TEST(test_reading_on_is_sequential)
{
	begin();
	for (uint64_t i = 0; i < 100; i++)
		touch(1, 1, i * 16 * PAGE + i % 7);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	ck_assert_uint_eq(pattern_of(0)->steps, 99);
	ck_assert_int_eq(pattern_of(0)->stride_bytes, 16 * PAGE);
	ck_assert_uint_eq(pattern_of(0)->stride_steps, 99);
	ck_assert_uint_eq(pattern_of(0)->brought_bytes, 100 * PAGE);
	end();
}
END_TEST

START_TEST(test_reading_on_by_irregular_steps_is_sequential_too)
{
	uint64_t at = 0;

	begin();
	for (uint64_t i = 0; i < 200; i++)
		touch(1, 1, at += (1 + scattered(i) % 500) * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	ck_assert_uint_eq(pattern_of(0)->ahead, 199);
	ck_assert_int_eq(pattern_of(0)->stride_bytes, 0);
	end();
}
END_TEST

START_TEST(test_readers_that_take_turns_are_sequential)
{
	begin();
	for (uint64_t i = 0; i < 200; i++)
		touch(1, 1, (i % 4) * (PAGE << 16) + i / 4 * 20 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	end();
	begin(); /* each on a thread of its own */
	given_thread(process, "second");
	for (uint64_t i = 0; i < 200; i++)
		touch((uint32_t)(i % 2) + 1, 1,
		      (i % 2) * (PAGE << 16) + i / 2 * 20 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	ck_assert_uint_eq(pattern_of(0)->steps, 198);
	end();
}
END_TEST

START_TEST(test_equal_steps_over_what_is_not_read_are_a_stride)
{
	begin();
	for (uint64_t i = 0; i < 50; i++)
		touch(1, 1, i * 512 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_STRIDED);
	ck_assert_int_eq(pattern_of(0)->stride_bytes, 512 * PAGE);
	end();
	begin(); /* readahead does not go backwards */
	for (uint64_t i = 0; i < 50; i++)
		touch(1, 1, (1000 - i) * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_STRIDED);
	ck_assert_int_eq(pattern_of(0)->stride_bytes, -(int64_t)PAGE);
	end();
}
END_TEST

START_TEST(test_going_anywhere_is_random)
{
	begin();
	for (uint64_t i = 0; i < 300; i++)
		touch(1, 1, scattered(i) * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_RANDOM);
	ck_assert_uint_lt(pattern_of(0)->ahead, 300 / 8 * 2);
	ck_assert_uint_eq(pattern_of(0)->near_bytes, PATTERN_NEAR_BYTES_MAX);
	end();
	begin(); /* in a small file as well */
	for (uint64_t i = 0; i < 300; i++)
		touch(1, 1, scattered(i) % 256 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_RANDOM);
	ck_assert_uint_eq(pattern_of(0)->near_bytes, 7 * PAGE);
	end();
	begin(); /* and in a very small one, where near is the next page */
	for (uint64_t i = 0; i < 300; i++)
		touch(1, 1, scattered(i) % 24 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_RANDOM);
	ck_assert_uint_eq(pattern_of(0)->near_bytes, PAGE);
	end();
}
END_TEST

START_TEST(test_a_few_pages_here_and_there_are_short_runs)
{
	begin();
	for (uint64_t i = 0; i < 300; i++)
		touch(1, 1, (scattered(i / 4) + i % 4) * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_RUNS);
	end();
	begin(); /* now and then far apart */
	for (uint64_t i = 0; i < 300; i++)
		touch(1, 1, (scattered(i / 20) + i % 20) * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	end();
}
END_TEST

START_TEST(test_of_few_steps_or_pages_nothing_is_said)
{
	begin();
	for (uint64_t i = 0; i < PATTERN_STEPS_MIN; i++)
		touch(1, 1, i * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_UNKNOWN);
	end();
	begin();
	for (uint64_t i = 0; i <= PATTERN_STEPS_MIN; i++)
		touch(1, 1, i * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	end();
	begin();
	for (uint64_t i = 0; i < 100; i++)
		touch(1, 1, i % 3 * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_UNKNOWN);
	end();
}
END_TEST

START_TEST(test_a_page_that_is_read_again_had_been_evicted)
{
	begin();
	for (uint64_t i = 0; i < 20; i++)
		touch(1, 1, i % 10 * PAGE);
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->pages, 10);
	ck_assert_uint_eq(pattern_of(0)->refaults, 10);
	ck_assert_uint_eq(pattern_of(0)->brought_bytes, 20 * PAGE);
	ck_assert(pattern_of(0)->is_reread);
	end();
	begin(); /* a twentieth is no habit */
	for (uint64_t i = 0; i < 200; i++)
		touch(1, 1, i % 190 * PAGE);
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->refaults, 10);
	ck_assert(!pattern_of(0)->is_reread);
	end();
}
END_TEST

START_TEST(test_threads_that_wait_for_the_same_read_evict_nothing)
{
	begin();
	given_thread(process, "second");
	given_thread(process, "third");
	given_fault(process, 1, 1, 0, 20);
	given_fault(process, 2, 1, 5, 30);
	given_fault(process, 3, 1, 25, 10);  /* the second still waits */
	given_fault(process, 1, 1, 100, 10); /* this one does not */
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->refaults, 1);
	ck_assert_uint_eq(pattern_of(0)->brought_bytes, 2 * PAGE);
	end();
}
END_TEST

START_TEST(test_on_a_writable_mapping_only_the_label_tells_of_eviction)
{
	begin();
	strcpy(map_of(process, 1)->prot, "rw-");
	touch(1, 1, 0);
	touch(1, 1, 0); /* may be the first write */
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->refaults, 0);
	end();
	begin();
	strcpy(map_of(process, 1)->prot, "rw-");
	touch(1, 1, 0);
	touch(1, 1, 0)->flags = FAULT_MAJOR;
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->refaults, 1);
	end();
}
END_TEST

START_TEST(test_each_process_and_file_is_walked_for_itself)
{
	uint32_t other;

	begin();
	other = given_file(process, "/srv/other");
	for (uint64_t i = 0; i < 50; i++) {
		touch(1, 1, i * PAGE);
		touch(1, other, scattered(i) * PAGE);
	}
	process = given_process(&model);
	for (uint64_t i = 0; i < 50; i++)
		touch(1, 1, i * PAGE);
	report = report_of(&model);
	ck_assert_int_eq(pattern_of(0)->order, ORDER_SEQUENTIAL);
	ck_assert_uint_eq(pattern_of(0)->steps, 49 + 49);
	ck_assert_uint_eq(pattern_of(0)->refaults, 0);
	ck_assert_int_eq(pattern_of(1)->order, ORDER_RANDOM);
	end();
}
END_TEST

START_TEST(test_calls_are_no_steps)
{
	begin();
	for (uint64_t i = 0; i < 20; i++)
		touch(1, 1, i * PAGE)->flags = FAULT_CALL;
	report = report_of(&model);
	ck_assert_uint_eq(pattern_of(0)->steps, 0);
	ck_assert_uint_eq(pattern_of(0)->pages, 0);
	end();
}
END_TEST

UNIT_MAIN("patterns", test_reading_on_is_sequential,
	  test_reading_on_by_irregular_steps_is_sequential_too,
	  test_readers_that_take_turns_are_sequential,
	  test_equal_steps_over_what_is_not_read_are_a_stride,
	  test_going_anywhere_is_random,
	  test_a_few_pages_here_and_there_are_short_runs,
	  test_of_few_steps_or_pages_nothing_is_said,
	  test_a_page_that_is_read_again_had_been_evicted,
	  test_threads_that_wait_for_the_same_read_evict_nothing,
	  test_on_a_writable_mapping_only_the_label_tells_of_eviction,
	  test_each_process_and_file_is_walked_for_itself,
	  test_calls_are_no_steps)
