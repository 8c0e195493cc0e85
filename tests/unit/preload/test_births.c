/* When new threads are so many that the collector waits before it looks. */
#include "unit.h"

#include "preload/births.h"

#define SECOND UINT64_C(1000000000)

static struct births births;
static uint64_t now;

static void start(void)
{
	now = 5 * SECOND;
	births_init(&births, now);
}

/* So many a second, one by one, for SECONDS. */
static void come(unsigned rate, unsigned seconds)
{
	for (unsigned i = 0; i < rate * seconds; i++) {
		now += SECOND / rate;
		births_add(&births, 1, now);
	}
}

START_TEST(test_hundreds_at_once_are_not_many)
{
	start();
	births_add(&births, 512, now);
	ck_assert(!births_are_many(&births));
	births_add(&births, 1, now);
	ck_assert(births_are_many(&births));
}
END_TEST

START_TEST(test_some_all_the_time_are_not_many_and_thousands_are)
{
	start();
	come(400, 20);
	ck_assert(!births_are_many(&births));
	come(5000, 1);
	ck_assert(births_are_many(&births));
	come(1000, 20);
	ck_assert(births_are_many(&births));
}
END_TEST

START_TEST(test_a_storm_is_over_a_second_after_its_last_thread)
{
	start();
	come(20000, 3);
	ck_assert(births_are_many(&births));
	births_add(&births, 0, now + SECOND / 2);
	ck_assert(births_are_many(&births));
	births_add(&births, 0, now + 2 * SECOND);
	ck_assert(!births_are_many(&births));
}
END_TEST

START_TEST(test_a_long_quiet_time_saves_no_more_than_a_short_one)
{
	start();
	births_add(&births, 0, now + 1000000 * SECOND);
	births_add(&births, 513, now + 1000000 * SECOND);
	ck_assert(births_are_many(&births));
}
END_TEST

UNIT_MAIN("births", test_hundreds_at_once_are_not_many,
	  test_some_all_the_time_are_not_many_and_thousands_are,
	  test_a_storm_is_over_a_second_after_its_last_thread,
	  test_a_long_quiet_time_saves_no_more_than_a_short_one)
