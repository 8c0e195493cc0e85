/* When a server answered nobody, from what pings say. */
#include "unit.h"

#include "load/outage.h"

#define MS 1000000

static struct task tasks[16];
static struct plan plan;

static void begin(void)
{
	plan = (struct plan){ .tasks = tasks, .ping_period_ns = MS };
}

/* A ping, all in ms. */
static void ping(uint64_t sent, uint64_t done)
{
	tasks[plan.len++] = (struct task){ .due_ns = sent * MS,
					   .sent_ns = sent * MS,
					   .done_ns = done * MS };
}

START_TEST(test_pings_that_wait_together_are_one_outage)
{
	begin();
	ping(10, 50);
	ping(11, 50);
	ping(30, 52);
	ping(60, 61);
	ping(70, 75);
	ck_assert_uint_eq(outage_of(&plan).count, 2);
	ck_assert_uint_eq(outage_of(&plan).sum_ns, 47 * MS);
	ck_assert_uint_eq(outage_of(&plan).longest_ns, 42 * MS);
}
END_TEST

START_TEST(test_two_periods_are_no_outage)
{
	begin();
	ping(10, 12);
	ping(20, 22);
	ck_assert_uint_eq(outage_of(&plan).count, 0);
	ck_assert_uint_eq(outage_of(&plan).sum_ns, 0);
}
END_TEST

START_TEST(test_reads_wait_for_the_disk_and_say_nothing)
{
	begin();
	ping(10, 11);
	ping(20, 90);
	tasks[1].length = 4096;
	ck_assert_uint_eq(outage_of(&plan).count, 0);
}
END_TEST

START_TEST(test_what_the_client_was_late_with_is_not_the_servers)
{
	begin();
	ping(50, 51);
	tasks[0].due_ns = 10 * MS;
	ck_assert_uint_eq(outage_of(&plan).count, 0);
}
END_TEST

START_TEST(test_what_comes_before_the_first_read_does_not_count)
{
	begin();
	plan.first_read_ns = 20 * MS;
	ping(10, 50);
	ping(20, 45);
	ck_assert_uint_eq(outage_of(&plan).count, 1);
	ck_assert_uint_eq(outage_of(&plan).sum_ns, 25 * MS);
}
END_TEST

UNIT_MAIN("outage", test_pings_that_wait_together_are_one_outage,
	  test_two_periods_are_no_outage,
	  test_reads_wait_for_the_disk_and_say_nothing,
	  test_what_the_client_was_late_with_is_not_the_servers,
	  test_what_comes_before_the_first_read_does_not_count)
