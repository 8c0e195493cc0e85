/* Which of several ranges of addresses holds one. */
#include "unit.h"

#include "analyzer/intervals.h"

static struct intervals intervals;

static void check(uint64_t address, size_t item)
{
	ck_assert_uint_eq(intervals_find(&intervals, address), item);
}

static void given(uint64_t from, uint64_t to, unsigned weight, size_t item)
{
	intervals_add(&intervals, from, to, weight, item);
}

START_TEST(test_a_range_holds_its_first_address_and_not_its_end)
{
	intervals = intervals_none();
	given(0x2000, 0x2010, 0, 2);
	given(0x1000, 0x1010, 0, 1);
	intervals_sort(&intervals);
	check(0xfff, INTERVALS_NONE);
	check(0x1000, 1);
	check(0x100f, 1);
	check(0x1010, INTERVALS_NONE);
	check(0x2008, 2);
	check(UINT64_MAX, INTERVALS_NONE);
	intervals_release(&intervals);
}
END_TEST

START_TEST(test_around_an_inner_range_is_the_outer_one)
{
	intervals = intervals_none();
	given(0x1000, 0x9000, 0, 1);
	given(0x2000, 0x2010, 0, 2);
	given(0x3000, 0x3010, 0, 3);
	intervals_sort(&intervals);
	check(0x1fff, 1);
	check(0x2000, 2);
	check(0x3010, 1);
	check(0x9000, INTERVALS_NONE);
	intervals_release(&intervals);
}
END_TEST

START_TEST(test_of_names_for_one_place_weight_then_length_then_order_decide)
{
	intervals = intervals_none();
	given(0x1000, 0x1010, 1, 1);
	given(0x1000, 0x1020, 3, 2);
	given(0x2000, 0x2020, 3, 3);
	given(0x2000, 0x2010, 3, 4);
	given(0x3000, 0x3010, 3, 6);
	given(0x3000, 0x3010, 3, 5);
	intervals_sort(&intervals);
	check(0x1000, 2);
	check(0x2000, 4);
	check(0x2010, 3);
	check(0x3000, 5);
	intervals_release(&intervals);
}
END_TEST

START_TEST(test_nothing_is_in_an_empty_range)
{
	intervals = intervals_none();
	given(0x1000, 0x1000, 0, 1);
	given(0x1000, 0x900, 0, 2);
	intervals_sort(&intervals);
	check(0x1000, INTERVALS_NONE);
	check(0x950, INTERVALS_NONE);
	intervals_release(&intervals);
}
END_TEST

START_TEST(test_the_reach_is_the_largest_end_so_far)
{
	intervals = intervals_none();
	given(0x1000, 0x9000, 0, 1);
	given(0x2000, 0x2010, 0, 2);
	given(0xa000, 0xa001, 0, 3);
	intervals_sort(&intervals);
	ck_assert_uint_eq(intervals_reach(&intervals, 0xfff), 0);
	ck_assert_uint_eq(intervals_reach(&intervals, 0x3000), 0x9000);
	ck_assert_uint_eq(intervals_reach(&intervals, 0x9fff), 0x9000);
	ck_assert_uint_eq(intervals_reach(&intervals, 0xa000), 0xa001);
	intervals_release(&intervals);
}
END_TEST

UNIT_MAIN("intervals", test_a_range_holds_its_first_address_and_not_its_end,
	  test_around_an_inner_range_is_the_outer_one,
	  test_of_names_for_one_place_weight_then_length_then_order_decide,
	  test_nothing_is_in_an_empty_range,
	  test_the_reach_is_the_largest_end_so_far)
