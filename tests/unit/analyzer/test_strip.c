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

UNIT_MAIN("strip", test_bars_go_up_to_the_largest_value, test_nothing_is_blank)
