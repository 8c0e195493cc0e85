/* How many stacks may be taken when. */
#include "unit.h"

#include "preload/stack_budget.h"

#define MS UINT64_C(1000000)

static struct stack_budget budget;

START_TEST(test_at_first_a_quarter_of_a_second_is_there)
{
	stack_budget_init(&budget, 200, 5000 * MS);
	ck_assert_uint_eq(stack_budget_take(&budget, 5000 * MS, 30), 30);
	ck_assert_uint_eq(stack_budget_take(&budget, 5000 * MS, 30), 20);
	ck_assert_uint_eq(stack_budget_take(&budget, 5000 * MS, 30), 0);
}
END_TEST

START_TEST(test_then_as_many_as_the_rate_says)
{
	uint64_t sum = 0;

	stack_budget_init(&budget, 200, 0);
	stack_budget_take(&budget, 0, 1000);
	for (uint64_t t = 0; t <= 10000; t += 7)
		sum += stack_budget_take(&budget, t * MS, 1000);
	ck_assert_uint_ge(sum, 1998);
	ck_assert_uint_le(sum, 2000);
}
END_TEST

START_TEST(test_a_quiet_time_saves_no_more_than_that)
{
	stack_budget_init(&budget, 200, 0);
	stack_budget_take(&budget, 0, 1000);
	ck_assert_uint_eq(stack_budget_take(&budget, 60000 * MS, 1000), 50);
}
END_TEST

START_TEST(test_a_low_rate_gives_one_at_last)
{
	stack_budget_init(&budget, 1, 0);
	ck_assert_uint_eq(stack_budget_take(&budget, 0, 5), 1);
	ck_assert_uint_eq(stack_budget_take(&budget, 900 * MS, 5), 0);
	ck_assert_uint_eq(stack_budget_take(&budget, 1001 * MS, 5), 1);
}
END_TEST

UNIT_MAIN("stack_budget", test_at_first_a_quarter_of_a_second_is_there,
	  test_then_as_many_as_the_rate_says,
	  test_a_quiet_time_saves_no_more_than_that,
	  test_a_low_rate_gives_one_at_last)
