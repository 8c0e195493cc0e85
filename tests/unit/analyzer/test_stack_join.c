/*
 * Faults without a stack of their own.
 */
#include "unit.h"

#include "models.h"

#include "analyzer/stack_join.h"

static struct model model;
static struct process *process;

static void start(void)
{
	model_init(&model);
	process = given_process(&model);
	given_thread(process, "worker");
	for (int i = 0; i < 8; i++)
		array_push(&process->codes);
}

static struct fault *given(uint32_t thread, int64_t at_ms, uint32_t code,
			   uint32_t stack)
{
	struct fault *fault = given_fault(process, thread, 1, at_ms, 1);

	fault->code = code;
	fault->stack = stack;
	return fault;
}

static void given_sample(uint32_t thread, int64_t at_ms, uint32_t code,
			 uint32_t stack)
{
	*(struct stack_sample *)array_push(
		&process->samples) = (struct stack_sample){ at_ms * MS, thread,
							    stack, code };
}

/* Of the first fault, after joining. */
static void check(uint32_t stack, bool is_joined)
{
	const struct fault *fault;

	stack_join(process);
	fault = array_at(&process->faults, struct fault, 0);
	ck_assert_uint_eq(fault->stack, stack);
	ck_assert_int_eq((fault->flags & FAULT_JOINED) != 0, is_joined);
	model_release(&model);
}

START_TEST(test_the_nearest_in_time_is_taken)
{
	start();
	given(1, 100, 7, 0);
	given(1, 80, 7, 1);
	given(1, 110, 7, 2);
	given(1, 130, 7, 3);
	check(2, true);
}
END_TEST

START_TEST(test_each_fault_of_a_row_takes_the_nearest)
{
	static const struct {
		uint32_t thread, code;
		int64_t at_ms;
		uint32_t stack;
	} rows[] = { { 1, 7, 10, 1 }, { 1, 8, 11, 2 },  { 1, 7, 34, 1 },
		     { 1, 7, 36, 3 }, { 1, 8, 59, 2 },  { 1, 7, 190, 4 },
		     { 2, 7, 1, 5 },  { 2, 7, 120, 6 }, { 2, 8, 120, 0 },
		     { 2, 7, 130, 6 } };

	start();
	given_sample(1, 12, 7, 1);
	given_sample(1, 58, 7, 3);
	given_sample(1, 200, 7, 4);
	given_sample(1, 300, 8, 2);
	given_sample(2, 20, 7, 5);
	given_sample(2, 125, 7, 6);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		given(rows[i].thread, rows[i].at_ms, rows[i].code, 0);
	stack_join(process);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ck_assert_uint_eq(
			array_at(&process->faults, struct fault, i)->stack,
			rows[i].stack);
	model_release(&model);
}
END_TEST

START_TEST(test_a_sample_without_a_fault_counts_as_well)
{
	start();
	given(1, 100, 7, 0);
	given(1, 80, 7, 1);
	given_sample(1, 95, 7, 4);
	check(4, true);
}
END_TEST

START_TEST(test_another_instruction_or_thread_is_not_alike)
{
	start();
	given(1, 100, 7, 0);
	given(1, 99, 8, 1);
	given(2, 101, 7, 2);
	check(0, false);
}
END_TEST

START_TEST(test_a_stack_of_its_own_stays)
{
	start();
	given(1, 100, 7, 5);
	given(1, 101, 7, 6);
	check(5, false);
}
END_TEST

START_TEST(test_a_call_has_no_instruction)
{
	start();
	given(1, 100, 7, 0)->flags = FAULT_CALL;
	given(1, 101, 7, 6);
	check(0, false);
}
END_TEST

UNIT_MAIN("stack_join", test_the_nearest_in_time_is_taken,
	  test_each_fault_of_a_row_takes_the_nearest,
	  test_a_sample_without_a_fault_counts_as_well,
	  test_another_instruction_or_thread_is_not_alike,
	  test_a_stack_of_its_own_stays, test_a_call_has_no_instruction)
