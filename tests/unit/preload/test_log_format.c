/* The histogram's buckets, by the words of docs/log-format.md. */
#include "unit.h"

#include "preload/log_format.h"

START_TEST(test_buckets_below_eight_hold_one_nanosecond_each)
{
	for (unsigned ns = 0; ns < 8; ns++) {
		ck_assert_uint_eq(log_hist_bucket(ns), ns);
		ck_assert_uint_eq(log_hist_lower_ns(ns), ns);
	}
}
END_TEST

START_TEST(test_buckets_begin_where_the_documentation_says)
{
	/* (8 + b mod 8) * 2^(b div 8 - 1) */
	static const struct {
		unsigned bucket;
		uint64_t lower;
	} known[] = {
		{ 8, 8 },     { 15, 15 },    { 16, 16 },       { 17, 18 },
		{ 23, 30 },   { 24, 32 },    { 64, 1024 },     { 65, 1152 },
		{ 89, 9216 }, { 90, 10240 }, { 144, 1 << 20 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		ck_assert_uint_eq(log_hist_lower_ns(known[i].bucket),
				  known[i].lower);
}
END_TEST

START_TEST(test_every_boundary_falls_into_its_own_bucket)
{
	for (unsigned b = 1; b < LOG_HIST_BUCKETS; b++) {
		uint64_t lower = log_hist_lower_ns(b);

		ck_assert_uint_gt(lower, log_hist_lower_ns(b - 1));
		ck_assert_uint_eq(log_hist_bucket(lower), b);
		ck_assert_uint_eq(log_hist_bucket(lower - 1), b - 1);
	}
}
END_TEST

START_TEST(test_the_longest_duration_falls_into_the_last_bucket)
{
	ck_assert_uint_eq(log_hist_bucket(UINT64_MAX), LOG_HIST_BUCKETS - 1);
}
END_TEST

START_TEST(test_no_bucket_is_wider_than_an_eighth_of_its_beginning)
{
	for (unsigned b = 8; b + 1 < LOG_HIST_BUCKETS; b++) {
		uint64_t lower = log_hist_lower_ns(b);

		ck_assert_uint_le(log_hist_lower_ns(b + 1) - lower,
				  (lower + 7) / 8);
	}
}
END_TEST

START_TEST(test_longer_durations_never_fall_into_lower_buckets)
{
	uint64_t seed = 99;

	for (int i = 0; i < 20000; i++) {
		uint64_t ns;
		unsigned b;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		ns = seed >> (seed % 61);
		b = log_hist_bucket(ns);
		if (b >= LOG_HIST_BUCKETS || log_hist_lower_ns(b) > ns ||
		    (b + 1 < LOG_HIST_BUCKETS &&
		     ns >= log_hist_lower_ns(b + 1)))
			ck_abort_msg("%lu ns in bucket %u", (unsigned long)ns,
				     b);
	}
}
END_TEST

UNIT_MAIN("log_format", test_buckets_below_eight_hold_one_nanosecond_each,
	  test_buckets_begin_where_the_documentation_says,
	  test_every_boundary_falls_into_its_own_bucket,
	  test_the_longest_duration_falls_into_the_last_bucket,
	  test_no_bucket_is_wider_than_an_eighth_of_its_beginning,
	  test_longer_durations_never_fall_into_lower_buckets)
