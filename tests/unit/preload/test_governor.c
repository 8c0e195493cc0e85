#include "unit.h"

#include "preload/governor.h"

#define MS UINT64_C(1000000)

static struct governor fresh(uint64_t budget_ppm)
{
	struct governor governor;

	governor_init(&governor, budget_ppm, 0);
	return governor;
}

START_TEST(test_a_thread_within_its_budget_is_never_paused)
{
	struct governor governor = fresh(10000);

	/* 1 % of a CPU is 500 us in 50 ms: 500 faults of 1 us each. */
	for (uint64_t i = 1; i <= 10000; i++)
		ck_assert(!governor_must_pause(&governor, i * 50 * MS, 500));
}
END_TEST

START_TEST(test_a_burst_of_one_second_of_budget_is_sampled_in_full)
{
	struct governor governor = fresh(10000);

	ck_assert(!governor_must_pause(&governor, 1, 10000));
	ck_assert(governor_must_pause(&governor, 2, 1));
}
END_TEST

START_TEST(test_the_bucket_does_not_save_more_than_a_second)
{
	struct governor governor = fresh(10000);

	ck_assert(!governor_must_pause(&governor, 3600000 * MS, 0));
	ck_assert(governor_must_pause(&governor, 3600000 * MS, 10001));
}
END_TEST

START_TEST(test_a_thread_that_faults_twice_too_often_is_paused_in_two_seconds)
{
	struct governor governor = fresh(10000);
	uint64_t now = 0;

	do {
		now += 50 * MS;
		ck_assert_uint_le(now, 1100 * MS);
	} while (!governor_must_pause(&governor, now, 1000));
	ck_assert_uint_ge(now, 900 * MS);
}
END_TEST

START_TEST(test_a_whole_cpu_as_budget_never_pauses)
{
	struct governor governor = fresh(1000000);

	ck_assert(!governor_must_pause(&governor, 1, 1000000000));
}
END_TEST

START_TEST(test_sampling_resumes_after_quiet_and_not_before)
{
	struct governor governor = fresh(10000);

	governor_paused(&governor, 1000 * MS, 5000);
	ck_assert(governor.is_paused);
	/* As busy as before: 100,000 faults in 50 ms. */
	ck_assert(!governor_must_resume(&governor, 1050 * MS, 105000));
	ck_assert(!governor_must_resume(&governor, 1100 * MS, 105001));
	ck_assert(!governor_must_resume(&governor, 1200 * MS, 105002));
	ck_assert(governor_must_resume(&governor, 1250 * MS, 105003));
	ck_assert_uint_eq(governor_resumed(&governor, 1250 * MS, 105003),
			  100003);
	ck_assert(!governor.is_paused);
	ck_assert(!governor_must_pause(&governor, 1250 * MS, 10000));
}
END_TEST

UNIT_MAIN("governor", test_a_thread_within_its_budget_is_never_paused,
	  test_a_burst_of_one_second_of_budget_is_sampled_in_full,
	  test_the_bucket_does_not_save_more_than_a_second,
	  test_a_thread_that_faults_twice_too_often_is_paused_in_two_seconds,
	  test_a_whole_cpu_as_budget_never_pauses,
	  test_sampling_resumes_after_quiet_and_not_before)
