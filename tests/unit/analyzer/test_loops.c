/* Loops, what their iterations would have been without faults, and the
 * verdict that follows. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;
static struct report report;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
}

static const struct loop_row *row(size_t index)
{
	return array_at(&report.loops, struct loop_row, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_a_loop_is_described_with_and_without_its_faults_on_files)
{
	begin();
	given_iteration(process, 1, 0, 5);
	given_iteration(process, 1, 100, 50);
	given_iteration(process, 1, 200, 30);
	given_fault(process, 1, 1, 104, 45);
	given_fault(process, 1, 2, 201, 25); /* heap: is no file */
	report = report_of(&model);
	ck_assert_uint_eq(row(0)->busy.count, 3);
	ck_assert_int_eq((int64_t)row(0)->busy_ns, 85 * MS);
	ck_assert_int_eq((int64_t)row(0)->file_ns, 45 * MS);
	ck_assert_int_eq((int64_t)row(0)->busy.p50_ns, 30 * MS);
	ck_assert_int_eq((int64_t)row(0)->busy.max_ns, 50 * MS);
	ck_assert_int_eq((int64_t)row(0)->without.p50_ns, 5 * MS);
	ck_assert_int_eq((int64_t)row(0)->without.max_ns, 30 * MS);
	ck_assert_uint_eq(row(0)->stalls, 2);
	ck_assert_uint_eq(row(0)->stalls_without, 1);
	ck_assert_int_eq((int64_t)row(0)->stall_ns, 80 * MS);
	ck_assert_int_eq((int64_t)row(0)->stall_file_ns, 45 * MS);
	ck_assert_int_eq((int64_t)row(0)->stall_other_ns, 25 * MS);
	ck_assert_int_eq((int64_t)row(0)->worst_ns, 50 * MS);
	end();
}
END_TEST

START_TEST(test_a_stall_is_an_iteration_of_the_threshold_or_more)
{
	begin();
	given_iteration(process, 1, 0, 10);
	given_iteration(process, 1, 100, 10)->len_ns--;
	given_iteration(process, 1, 200, 15);
	given_fault(process, 1, 1, 200, 5);
	report = report_of(&model);
	ck_assert_uint_eq(row(0)->stalls, 2);
	ck_assert_uint_eq(row(0)->stalls_without, 2);
	end();
}
END_TEST

START_TEST(test_short_iterations_come_from_the_histogram)
{
	struct loop *loop;

	begin();
	loop = loop_of(process, 1);
	loop->bucket = must_alloc(LOG_HIST_BUCKETS * sizeof(*loop->bucket));
	loop->bucket[110] = 99;
	loop->sum_ns = 6000000;
	loop->max_ns = 61000;
	given_iteration(process, 1, 0, 50);
	report = report_of(&model);
	ck_assert_uint_eq(row(0)->busy.count, 100);
	ck_assert_int_eq((int64_t)row(0)->busy_ns, 56 * MS);
	ck_assert_uint_eq(row(0)->busy.p99_ns, 61000);
	ck_assert_int_eq((int64_t)row(0)->busy.p999_ns, 50 * MS);
	ck_assert_uint_eq(report.iterations, 100);
	end();
}
END_TEST

START_TEST(test_of_an_open_iteration_only_the_faults_count)
{
	begin();
	given_iteration(process, 1, 0, 5);
	given_iteration(process, 1, 100, 5000)->is_open = true;
	report = report_of(&model);
	ck_assert_uint_eq(row(0)->busy.count, 1);
	ck_assert_uint_eq(row(0)->stalls, 0);
	ck_assert_int_eq((int64_t)row(0)->busy_ns, 5 * MS);
	ck_assert_int_eq(report.verdict, VERDICT_NO_STALL);
	end();
	begin();
	given_iteration(process, 1, 100, 5000)->is_open = true;
	given_fault(process, 1, 1, 200, 30);
	given_fault(process, 1, 2, 300, 3);
	report = report_of(&model);
	ck_assert_int_eq((int64_t)row(0)->busy.max_ns, 33 * MS);
	ck_assert_int_eq((int64_t)row(0)->without.max_ns, 3 * MS);
	ck_assert_uint_eq(row(0)->stalls, 1);
	end();
}
END_TEST

START_TEST(test_a_loop_without_iterations_is_one)
{
	begin();
	report = report_of(&model);
	ck_assert_uint_eq(report.loops.len, 1);
	ck_assert_uint_eq(row(0)->busy.count, 0);
	ck_assert_int_eq(report.verdict, VERDICT_NO_STALL);
	end();
}
END_TEST

START_TEST(test_the_loop_that_files_stall_most_is_first)
{
	begin();
	given_thread(process, "second");
	given_loop(process, 2);
	given_iteration(process, 1, 0, 500); /* longer, but no file */
	given_iteration(process, 2, 0, 20);
	given_fault(process, 2, 1, 0, 15);
	report = report_of(&model);
	ck_assert_str_eq(row(0)->thread->name, "second");
	ck_assert_uint_eq(report.stalled_loops, 2);
	ck_assert_int_eq((int64_t)report.worst_stall_ns, 500 * MS);
	end();
}
END_TEST

/* The verdict of a stall of 100 ms with so much of it on a file. */
static enum verdict judged(int64_t file_ms)
{
	enum verdict verdict;

	begin();
	given_iteration(process, 1, 0, 100);
	if (file_ms)
		given_fault(process, 1, 1, 0, file_ms);
	report = report_of(&model);
	verdict = report.verdict;
	end();
	return verdict;
}

START_TEST(test_the_verdict_goes_by_the_share_of_files)
{
	ck_assert_int_eq(judged(100), VERDICT_STALLED_BY_FILES);
	ck_assert_int_eq(judged(50), VERDICT_STALLED_BY_FILES);
	ck_assert_int_eq(judged(49), VERDICT_STALLED_PARTLY);
	ck_assert_int_eq(judged(5), VERDICT_STALLED_PARTLY);
	ck_assert_int_eq(judged(4), VERDICT_STALLED_OTHERWISE);
	ck_assert_int_eq(judged(0), VERDICT_STALLED_OTHERWISE);
}
END_TEST

START_TEST(test_where_files_are_not_to_blame_the_longest_stalls_are_named)
{
	begin();
	given_thread(process, "second");
	given_loop(process, 2);
	given_iteration(process, 1, 0, 20);
	given_fault(process, 1, 1, 0, 1);
	given_iteration(process, 2, 0, 900);
	report = report_of(&model);
	ck_assert_int_eq(report.verdict, VERDICT_STALLED_OTHERWISE);
	ck_assert_str_eq(report.worst_loop->thread->name, "second");
	end();
}
END_TEST

START_TEST(test_without_loops_or_samples_there_is_no_such_verdict)
{
	model_init(&model);
	process = given_process(&model);
	report = report_of(&model);
	ck_assert_int_eq(report.verdict, VERDICT_NO_LOOP);
	end();
	begin();
	process->is_sampled = false;
	given_iteration(process, 1, 0, 100);
	report = report_of(&model);
	ck_assert_int_eq(report.verdict, VERDICT_NOT_SAMPLED);
	end();
	begin();
	thread_of(process, 1)->is_unsampled = true;
	given_iteration(process, 1, 0, 100);
	report = report_of(&model);
	ck_assert_int_eq(report.verdict, VERDICT_NOT_SAMPLED);
	end();
}
END_TEST

UNIT_MAIN("loops",
	  test_a_loop_is_described_with_and_without_its_faults_on_files,
	  test_a_stall_is_an_iteration_of_the_threshold_or_more,
	  test_short_iterations_come_from_the_histogram,
	  test_of_an_open_iteration_only_the_faults_count,
	  test_a_loop_without_iterations_is_one,
	  test_the_loop_that_files_stall_most_is_first,
	  test_the_verdict_goes_by_the_share_of_files,
	  test_where_files_are_not_to_blame_the_longest_stalls_are_named,
	  test_without_loops_or_samples_there_is_no_such_verdict)
