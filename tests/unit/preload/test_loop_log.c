/* The histogram of a loop: every iteration once, in its own bucket. */
#include "log_lines.h"

#include "preload/loop_log.h"

#define S UINT64_C(1000000000)

static struct host_thread thread;

/* What the hook does for a short iteration. */
static void count_short(uint64_t len_ns, uint64_t times)
{
	thread.short_count[log_hist_bucket(len_ns)] += times;
	thread.short_sum_ns += len_ns * times;
}

static long long bucket_in(const json_t *line, long long bucket)
{
	const json_t *pairs = json_object_get(line, "b");

	for (size_t i = 0; i < json_array_size(pairs); i++) {
		const json_t *pair = json_array_get(pairs, i);

		if (json_integer_value(json_array_get(pair, 0)) == bucket)
			return json_integer_value(json_array_get(pair, 1));
	}
	return 0;
}

START_TEST(test_short_and_long_iterations_meet_in_one_histogram)
{
	struct loop_log loop = { 0 };

	log_lines_begin();
	ck_assert(loop_log_begin(&loop, 3, 5, &thread));
	count_short(5, 10);
	count_short(1100, 7); /* bucket 64: 1024 … 1151 */
	loop_log_count(&loop, 1100);
	loop_log_count(&loop, 1151);
	loop_log_count(&loop, 1152);
	loop_log_count(&loop, 870000);
	loop_log_write(&loop, &thread, &recorder, 5 * S, false);
	log_lines_end();
	ck_assert_uint_eq(lines_len, 1);
	ck_assert_int_eq(number_in(lines[0], "hist"), 3);
	ck_assert_int_eq(number_in(lines[0], "n"), 21);
	ck_assert_int_eq(number_in(lines[0], "sum"),
			 50 + 7700 + 1100 + 1151 + 1152 + 870000);
	ck_assert_int_eq(number_in(lines[0], "max"), 870000);
	ck_assert_int_eq(bucket_in(lines[0], 5), 10);
	ck_assert_int_eq(bucket_in(lines[0], 64), 9);
	ck_assert_int_eq(bucket_in(lines[0], 65), 1);
	loop_log_release(&loop);
	log_lines_release();
}
END_TEST

START_TEST(test_the_bound_of_short_iterations_is_in_the_table)
{
	ck_assert_uint_lt(log_hist_bucket(SHORT_LIMIT_NS - 1), SHORT_BUCKETS);
	ck_assert_uint_ge(log_hist_bucket(SHORT_LIMIT_NS - 1),
			  SHORT_BUCKETS - 2);
}
END_TEST

START_TEST(test_the_longest_short_iteration_is_not_said_too_short)
{
	struct loop_log loop = { 0 };

	log_lines_begin();
	loop_log_begin(&loop, 1, 5, &thread);
	count_short(9000, 1);
	loop_log_write(&loop, &thread, &recorder, S, true);
	log_lines_end();
	/* Only its bucket is known: an eighth too long at most. */
	ck_assert_int_ge(number_in(lines[0], "max"), 9000);
	ck_assert_int_le(number_in(lines[0], "max"), 9000 * 9 / 8);
	loop_log_release(&loop);
	log_lines_release();
}
END_TEST

START_TEST(test_nothing_is_written_before_it_is_due_or_when_nothing_changed)
{
	struct loop_log loop = { 0 };
	uint64_t now = 100 * S, due;

	log_lines_begin();
	loop_log_write(&loop, &thread, &recorder, now, true); /* no loop */
	loop_log_begin(&loop, 1, 5, &thread);
	loop_log_write(&loop, &thread, &recorder, now, true); /* empty */
	ck_assert_uint_eq(recorder.log.records, 0);
	/* 1, 2, 4 … 64, 64 seconds from one record to the next. */
	for (unsigned i = 0; i < 10; i++) {
		loop_log_count(&loop, 50000);
		loop_log_write(&loop, &thread, &recorder, now, false);
		ck_assert_uint_eq(recorder.log.records, i + 1);
		loop_log_write(&loop, &thread, &recorder, now, true);
		ck_assert_uint_eq(recorder.log.records, i + 1);
		due = (i < 6 ? UINT64_C(1) << i : 64) * S;
		loop_log_count(&loop, 50000);
		loop_log_write(&loop, &thread, &recorder, now + due - 1, false);
		ck_assert_uint_eq(recorder.log.records, i + 1);
		now += due;
	}
	loop_log_write(&loop, &thread, &recorder, now - 1, true);
	ck_assert_uint_eq(recorder.log.records, 11);
	log_lines_end();
	ck_assert_int_eq(number_in(lines[10], "n"), 20);
	loop_log_release(&loop);
	log_lines_release();
}
END_TEST

START_TEST(test_a_second_loop_does_not_count_what_the_first_one_did)
{
	struct loop_log loop = { 0 };

	log_lines_begin();
	count_short(3, 2); /* between slot and loop: the first loop's own */
	loop_log_begin(&loop, 1, 5, &thread);
	count_short(5, 10);
	loop_log_count(&loop, 50000);
	loop_log_write(&loop, &thread, &recorder, S, true);
	loop_log_begin(&loop, 2, 5, &thread);
	loop_log_write(&loop, &thread, &recorder, 2 * S, true);
	count_short(5, 4);
	count_short(6, 1);
	loop_log_write(&loop, &thread, &recorder, 3 * S, true);
	log_lines_end();
	ck_assert_uint_eq(lines_len, 2);
	ck_assert_int_eq(number_in(lines[0], "hist"), 1);
	ck_assert_int_eq(number_in(lines[0], "n"), 13);
	ck_assert_int_eq(number_in(lines[1], "hist"), 2);
	ck_assert_int_eq(number_in(lines[1], "n"), 5);
	ck_assert_int_eq(number_in(lines[1], "sum"), 26);
	ck_assert_int_eq(bucket_in(lines[1], 5), 4);
	ck_assert_int_eq(bucket_in(lines[1], 3), 0);
	loop_log_release(&loop);
	log_lines_release();
}
END_TEST

START_TEST(test_a_thread_that_is_no_loop_counts_nothing)
{
	struct loop_log loop = { 0 };

	loop_log_count(&loop, 5);
	loop_log_release(&loop);
	ck_assert_ptr_null(loop.histogram);
}
END_TEST

UNIT_MAIN("loop_log", test_short_and_long_iterations_meet_in_one_histogram,
	  test_the_bound_of_short_iterations_is_in_the_table,
	  test_the_longest_short_iteration_is_not_said_too_short,
	  test_nothing_is_written_before_it_is_due_or_when_nothing_changed,
	  test_a_second_loop_does_not_count_what_the_first_one_did,
	  test_a_thread_that_is_no_loop_counts_nothing)
