/* Which faults fell into which iterations. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;
static struct join join;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
}

static void make(void)
{
	model_sort(&model);
	join = join_make(process);
}

static void end(void)
{
	join_release(&join);
	model_release(&model);
}

/* Iteration INDEX: milliseconds on files and other memory, and its faults. */
static void expect(size_t index, int64_t file_ms, int64_t other_ms,
		   uint64_t faults)
{
	const struct joined *joined = &join.iterations[index];

	ck_assert_int_eq((int64_t)joined->file_ns, file_ms * MS);
	ck_assert_int_eq((int64_t)joined->other_ns, other_ms * MS);
	ck_assert_uint_eq(joined->faults, faults);
}

START_TEST(test_a_fault_belongs_to_the_iteration_it_lies_in)
{
	begin();
	given_iteration(process, 1, 0, 50);
	given_iteration(process, 1, 100, 50);
	given_fault(process, 1, 1, 110, 20);
	given_fault(process, 1, 2, 140, 5);
	make();
	expect(0, 0, 0, 0);
	expect(1, 20, 5, 2);
	ck_assert_int_eq((int64_t)join.charged_ns[0], 20 * MS);
	ck_assert_int_eq((int64_t)join.charged_ns[1], 5 * MS);
	end();
}
END_TEST

START_TEST(test_an_iteration_sleeps_for_its_part_of_a_fault)
{
	struct fault *fault;

	begin();
	given_iteration(process, 1, 0, 50);
	given_iteration(process, 1, 100, 50);
	fault = given_fault(process, 1, 1, 10, 20);
	fault->asleep_ns = (uint64_t)(18 * MS);
	fault = given_fault(process, 1, 2, 90, 40);
	fault->asleep_ns = (uint64_t)(20 * MS);
	make();
	ck_assert_int_eq((int64_t)join.iterations[0].asleep_ns, 18 * MS);
	ck_assert_int_eq((int64_t)join.iterations[1].asleep_ns, 15 * MS);
	end();
}
END_TEST

START_TEST(test_faults_before_between_and_after_belong_to_none)
{
	begin();
	given_iteration(process, 1, 100, 50);
	given_iteration(process, 1, 200, 50);
	given_fault(process, 1, 1, 10, 20);
	given_fault(process, 1, 1, 80, 20);  /* ends as it begins */
	given_fault(process, 1, 1, 150, 50); /* exactly between */
	given_fault(process, 1, 1, 250, 10); /* begins as it ends */
	given_fault(process, 1, 1, 400, 10);
	make();
	expect(0, 0, 0, 0);
	expect(1, 0, 0, 0);
	for (size_t i = 0; i < 5; i++)
		ck_assert_uint_eq(join.charged_ns[i], 0);
	end();
}
END_TEST

START_TEST(test_a_fault_over_two_iterations_is_charged_to_each_for_its_part)
{
	begin();
	given_iteration(process, 1, 100, 50);
	given_iteration(process, 1, 160, 40);
	given_fault(process, 1, 1, 120, 60);
	make();
	expect(0, 30, 0, 1);
	expect(1, 20, 0, 1);
	ck_assert_int_eq((int64_t)join.charged_ns[0], 50 * MS);
	end();
}
END_TEST

START_TEST(test_a_fault_longer_than_its_iteration_fills_it)
{
	begin();
	given_iteration(process, 1, 100, 50);
	given_fault(process, 1, 1, 50, 200);
	make();
	expect(0, 50, 0, 1);
	end();
}
END_TEST

START_TEST(test_moments_of_nested_faults_are_charged_once_to_the_outer)
{
	begin();
	given_iteration(process, 1, 100, 100);
	given_fault(process, 1, 1, 110, 50);
	given_fault(process, 1, 2, 120, 10); /* a handler's, inside */
	given_fault(process, 1, 2, 170, 5);
	make();
	expect(0, 50, 5, 3);
	ck_assert_uint_eq(join.charged_ns[1], 0);
	end();
}
END_TEST

START_TEST(test_faults_that_overlap_are_charged_for_what_they_add)
{
	begin();
	given_iteration(process, 1, 100, 100);
	given_fault(process, 1, 1, 110, 30);
	given_fault(process, 1, 2, 130, 30);
	make();
	expect(0, 30, 20, 2);
	end();
}
END_TEST

START_TEST(test_a_fault_of_another_thread_is_none_of_the_loops)
{
	begin();
	given_thread(process, "worker");
	given_iteration(process, 1, 100, 50);
	given_fault(process, 2, 1, 110, 20);
	make();
	expect(0, 0, 0, 0);
	ck_assert_uint_eq(join.charged_ns[0], 0);
	end();
}
END_TEST

START_TEST(test_each_loop_gets_the_faults_of_its_own_thread)
{
	begin();
	given_thread(process, "second");
	given_loop(process, 2);
	given_loop(process, 1); /* the first thread's, later */
	given_iteration(process, 2, 100, 50);
	given_iteration(process, 1, 100, 50);
	given_iteration(process, 3, 500, 50);
	given_fault(process, 2, 1, 120, 7);
	given_fault(process, 1, 1, 110, 20);
	given_fault(process, 1, 2, 510, 3);
	make();
	expect(0, 20, 0, 1);
	expect(1, 7, 0, 1);
	expect(2, 0, 3, 1);
	end();
}
END_TEST

START_TEST(test_a_fault_that_has_not_ended_counts_as_far_as_it_is_known)
{
	begin();
	given_iteration(process, 1, 100, 1000)->is_open = true;
	given_fault(process, 1, 1, 150, 900)->flags = FAULT_OPEN;
	make();
	expect(0, 900, 0, 1);
	end();
}
END_TEST

START_TEST(test_a_fault_said_while_it_lasted_and_again_is_one_fault)
{
	begin();
	given_iteration(process, 1, 100, 3000);
	given_fault(process, 1, 1, 150, 1000)->flags = FAULT_OPEN;
	given_fault(process, 1, 2, 160, 1); /* a handler's */
	given_fault(process, 1, 1, 150, 2000)->flags = FAULT_MAJOR;
	make();
	ck_assert_uint_eq(process->faults.len, 2);
	expect(0, 2000, 0, 2);
	ck_assert_uint_eq(array_at(&process->faults, struct fault, 0)->flags,
			  FAULT_MAJOR);
	end();
}
END_TEST

START_TEST(test_the_longest_fault_is_one_on_a_file_if_there_is_any)
{
	begin();
	given_iteration(process, 1, 100, 100);
	given_iteration(process, 1, 300, 100);
	given_iteration(process, 1, 500, 100);
	given_fault(process, 1, 2, 110, 50);
	given_fault(process, 1, 1, 170, 2);
	given_fault(process, 1, 1, 180, 3);
	given_fault(process, 1, 2, 185, 10);
	given_fault(process, 1, 2, 310, 1);
	given_fault(process, 1, 2, 320, 2);
	make();
	ck_assert_uint_eq(join.iterations[0].longest, 3);
	ck_assert_uint_eq(join.iterations[1].longest, 6);
	ck_assert_uint_eq(join.iterations[2].longest, 0);
	end();
}
END_TEST

START_TEST(test_iterations_that_cannot_be_charge_nothing_twice)
{
	begin();
	given_iteration(process, 1, 100, 100);
	given_iteration(process, 1, 120, 10);  /* inside */
	given_iteration(process, 1, 150, 100); /* half */
	given_fault(process, 1, 1, 110, 120);
	make();
	expect(0, 90, 0, 1);
	expect(1, 0, 0, 0);
	expect(2, 30, 0, 1);
	end();
}
END_TEST

/* A long fault over everything must not make it quadratic: with 50,000
 * iterations and faults that would take minutes. */
START_TEST(test_a_fault_that_covers_everything_costs_no_time)
{
	begin();
	given_fault(process, 1, 1, -1, 1000000);
	for (int64_t i = 0; i < 200000; i++) {
		given_iteration(process, 1, 2 * i, 1);
		given_fault(process, 1, 2, 2 * i, 1);
	}
	make();
	expect(0, 1, 0, 2);
	expect(199999, 1, 0, 2);
	end();
}
END_TEST

START_TEST(test_nothing_joins_to_nothing)
{
	begin();
	make();
	end();
}
END_TEST

UNIT_MAIN("join", test_a_fault_belongs_to_the_iteration_it_lies_in,
	  test_an_iteration_sleeps_for_its_part_of_a_fault,
	  test_faults_before_between_and_after_belong_to_none,
	  test_a_fault_over_two_iterations_is_charged_to_each_for_its_part,
	  test_a_fault_longer_than_its_iteration_fills_it,
	  test_moments_of_nested_faults_are_charged_once_to_the_outer,
	  test_faults_that_overlap_are_charged_for_what_they_add,
	  test_a_fault_of_another_thread_is_none_of_the_loops,
	  test_each_loop_gets_the_faults_of_its_own_thread,
	  test_a_fault_that_has_not_ended_counts_as_far_as_it_is_known,
	  test_a_fault_said_while_it_lasted_and_again_is_one_fault,
	  test_the_longest_fault_is_one_on_a_file_if_there_is_any,
	  test_iterations_that_cannot_be_charge_nothing_twice,
	  test_a_fault_that_covers_everything_costs_no_time,
	  test_nothing_joins_to_nothing)
