/* Loops that slept while another thread was blocked on a file. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;
static struct report report;

/* Thread 1 has a loop, thread 2 reads files. */
static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_thread(process, "worker");
	given_loop(process, 1);
}

static struct iteration *given_sleep(int64_t at_ms, int64_t len_ms,
				     int64_t asleep_ms)
{
	struct iteration *iteration = given_iteration(process, 1, at_ms,
						      len_ms);

	iteration->parked_ns = (uint64_t)(asleep_ms * MS);
	return iteration;
}

static const struct indirect *indirect(size_t index)
{
	return array_at(&report.indirect, struct indirect, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_sleep_while_another_is_blocked_is_suspected)
{
	begin();
	given_sleep(100, 50, 40);
	given_fault(process, 2, 1, 90, 30)->offset = 4096;
	given_fault(process, 2, 1, 125, 15);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	ck_assert_int_eq((int64_t)indirect(0)->asleep_ns, 40 * MS);
	ck_assert_int_eq((int64_t)indirect(0)->overlap_ns, 35 * MS);
	ck_assert_uint_eq(indirect(0)->fault->offset, 4096);
	ck_assert_str_eq(indirect(0)->thread->name, "worker");
	ck_assert_int_eq((int64_t)report.indirect_ns, 35 * MS);
	ck_assert_int_eq(report.verdict, VERDICT_STALLED_INDIRECTLY);
	ck_assert_str_eq(report.worst_indirect_file->path, "/srv/data");
	ck_assert_int_eq((int64_t)report.worst_indirect_file->indirect_ns,
			 35 * MS);
	end();
}
END_TEST

START_TEST(test_no_more_is_suspected_than_it_slept)
{
	begin();
	given_sleep(100, 50, 20);
	given_fault(process, 2, 1, 0, 500);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	ck_assert_int_eq((int64_t)indirect(0)->overlap_ns, 20 * MS);
	end();
}
END_TEST

START_TEST(test_other_sleep_counts_as_well)
{
	begin();
	process->has_switches = true;
	given_iteration(process, 1, 100, 50)->asleep_ns = (uint64_t)(45 * MS);
	given_fault(process, 2, 1, 100, 50);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	ck_assert_int_eq((int64_t)indirect(0)->overlap_ns, 45 * MS);
	end();
}
END_TEST

START_TEST(test_without_sleep_nothing_is_suspected)
{
	begin();
	given_iteration(process, 1, 100, 50); /* may have computed */
	given_iteration(process, 1, 200, 50)->nested_ns = (uint64_t)(40 * MS);
	given_fault(process, 2, 1, 100, 200);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	ck_assert_int_eq(report.verdict, VERDICT_STALLED_OTHERWISE);
	end();
}
END_TEST

START_TEST(test_the_loops_own_faults_are_not_another_threads)
{
	begin();
	given_sleep(100, 50, 20);
	given_fault(process, 1, 1, 100, 30);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	end();
	begin(); /* only what is beyond its own */
	given_sleep(100, 50, 20);
	given_fault(process, 1, 1, 100, 30);
	given_fault(process, 2, 1, 125, 23);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	ck_assert_int_eq((int64_t)indirect(0)->overlap_ns, 18 * MS);
	ck_assert_str_eq(indirect(0)->thread->name, "worker");
	end();
}
END_TEST

START_TEST(test_faults_on_other_memory_are_none_of_this)
{
	begin();
	given_sleep(100, 50, 40);
	given_fault(process, 2, 2, 100, 50);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	end();
}
END_TEST

START_TEST(test_a_small_overlap_is_no_suspicion)
{
	begin();
	given_sleep(100, 50, 40); /* less than half of the sleep */
	given_fault(process, 2, 1, 100, 19);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	end();
	begin();
	given_sleep(100, 50, 40);
	given_fault(process, 2, 1, 100, 20);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	end();
	begin(); /* less than a tenth of the stall */
	given_sleep(100, 50, 4);
	given_fault(process, 2, 1, 100, 50);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	end();
}
END_TEST

START_TEST(test_times_that_threads_share_count_once)
{
	begin();
	given_thread(process, "third");
	given_sleep(100, 50, 50);
	given_fault(process, 2, 1, 100, 20);
	given_fault(process, 3, 1, 105, 20);
	given_fault(process, 3, 1, 130, 5);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 1);
	ck_assert_int_eq((int64_t)indirect(0)->overlap_ns, 30 * MS);
	end();
}
END_TEST

START_TEST(test_the_fault_that_covers_most_is_named)
{
	begin();
	given_thread(process, "third");
	given_sleep(100, 50, 50);
	given_fault(process, 2, 1, 0, 105);   /* covers 5 ms */
	given_fault(process, 3, 1, 50, 51);   /* 1 ms */
	given_fault(process, 3, 1, 102, 30);  /* most */
	given_fault(process, 2, 1, 140, 100); /* 10 ms */
	given_fault(process, 2, 1, 500, 100); /* later */
	report = report_of(&model);
	ck_assert_str_eq(indirect(0)->thread->name, "third");
	ck_assert_int_eq(indirect(0)->fault->t_ns, 102 * MS);
	end();
	begin(); /* one that began long before, though not the last to begin */
	given_thread(process, "third");
	given_sleep(100, 50, 50);
	given_fault(process, 2, 1, 0, 145);
	given_fault(process, 3, 1, 50, 51);
	given_fault(process, 3, 1, 120, 10);
	report = report_of(&model);
	ck_assert_int_eq(indirect(0)->fault->t_ns, 0);
	end();
}
END_TEST

START_TEST(test_the_most_suspected_comes_first)
{
	begin();
	given_sleep(100, 90, 20);
	given_sleep(300, 50, 40);
	given_fault(process, 2, 1, 0, 1000);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 2);
	ck_assert_int_eq(indirect(0)->stall->iteration->t_ns, 300 * MS);
	end();
}
END_TEST

START_TEST(test_each_process_is_looked_at_alone)
{
	begin();
	given_fault(process, 2, 1, 0, 1000);
	process = given_process(&model);
	given_loop(process, 1);
	given_sleep(100, 50, 40);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 0);
	end();
}
END_TEST

START_TEST(test_one_long_fault_makes_many_stalls_no_slower)
{
	begin();
	given_fault(process, 2, 1, 0, 100000000);
	for (int i = 0; i < 300000; i++) {
		given_sleep(i * 100, 50, 40);
		given_fault(process, 2, 1, i * 100, 1);
	}
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 300000);
	end();
}
END_TEST

static void given_seen_asleep(uint32_t thread, int64_t at_ms, uint32_t stack)
{
	*(struct stack_sample *)array_push(
		&process->sleeps) = (struct stack_sample){ .t_ns = at_ms * MS,
							   .thread = thread,
							   .stack = stack };
}

START_TEST(test_a_sleep_is_of_its_stall_or_the_nearest_of_that_loop)
{
	begin();
	given_sleep(100, 50, 40);
	given_sleep(300, 49, 40);
	given_sleep(500, 48, 40);
	given_fault(process, 2, 1, 105, 40);
	given_fault(process, 2, 1, 305, 40);
	given_fault(process, 2, 1, 505, 40);
	given_seen_asleep(1, 520, 7);
	given_seen_asleep(1, 149, 8);
	given_seen_asleep(2, 310, 9);
	report = report_of(&model);
	ck_assert_uint_eq(report.indirect.len, 3);
	ck_assert_uint_eq(indirect(0)->sleep->stack, 8);
	ck_assert(indirect(0)->is_sleep_own);
	ck_assert_uint_eq(indirect(1)->sleep->stack, 8);
	ck_assert(!indirect(1)->is_sleep_own);
	ck_assert_uint_eq(indirect(2)->sleep->stack, 7);
	ck_assert(indirect(2)->is_sleep_own);
	end();
}
END_TEST

UNIT_MAIN("indirect", test_sleep_while_another_is_blocked_is_suspected,
	  test_no_more_is_suspected_than_it_slept,
	  test_other_sleep_counts_as_well,
	  test_without_sleep_nothing_is_suspected,
	  test_the_loops_own_faults_are_not_another_threads,
	  test_faults_on_other_memory_are_none_of_this,
	  test_a_small_overlap_is_no_suspicion,
	  test_times_that_threads_share_count_once,
	  test_the_fault_that_covers_most_is_named,
	  test_the_most_suspected_comes_first,
	  test_each_process_is_looked_at_alone,
	  test_a_sleep_is_of_its_stall_or_the_nearest_of_that_loop,
	  test_one_long_fault_makes_many_stalls_no_slower)
