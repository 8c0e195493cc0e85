/* Values as small bars. */
#include "unit.h"

#include "analyzer/strip.h"

START_TEST(test_bars_go_up_to_the_largest_value)
{
	const uint64_t values[] = { 0, 1, 400, 799, 800 };
	char *strip = strip_of(values, 5);

	ck_assert_str_eq(strip, " ▁▅██");
	free(strip);
}
END_TEST

START_TEST(test_nothing_is_blank)
{
	const uint64_t values[] = { 0, 0, 0 };
	char *strip = strip_of(values, 3);

	ck_assert_str_eq(strip, "   ");
	free(strip);
	strip = strip_of(values, 0);
	ck_assert_str_eq(strip, "");
	free(strip);
}
END_TEST

START_TEST(test_what_lasts_fills_all_its_cells)
{
	uint64_t values[4] = { 0, 5, 0, 0 };

	strip_raise(values, 4, 0.3, 0.6, 3);
	ck_assert_uint_eq(values[0], 0);
	ck_assert_uint_eq(values[1], 5);
	ck_assert_uint_eq(values[2], 3);
	ck_assert_uint_eq(values[3], 0);
	strip_raise(values, 4, -0.5, -0.1, 1);
	ck_assert_uint_eq(values[0], 1);
	ck_assert_uint_eq(values[1], 5);
	strip_raise(values, 4, 1.0, 7.0, 2);
	ck_assert_uint_eq(values[3], 2);
}
END_TEST

UNIT_MAIN("strip", test_what_lasts_fills_all_its_cells,
	  test_bars_go_up_to_the_largest_value, test_nothing_is_blank)
