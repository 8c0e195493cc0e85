/* Nearest-rank quantiles, of values and of a histogram. */
#include "unit.h"

#include <string.h>

#include "analyzer/quantiles.h"
#include "preload/log_format.h"

static uint64_t bucket[LOG_HIST_BUCKETS];

/* Of the values 1, 2 … COUNT. */
static struct quantiles of_first(size_t count)
{
	static uint64_t values[2000];

	for (size_t i = 0; i < count; i++)
		values[i] = i + 1;
	return quantiles_of(values, count, NULL, 0);
}

static void expect(struct quantiles got, uint64_t p50, uint64_t p99,
		   uint64_t p999, uint64_t max)
{
	ck_assert_uint_eq(got.p50_ns, p50);
	ck_assert_uint_eq(got.p99_ns, p99);
	ck_assert_uint_eq(got.p999_ns, p999);
	ck_assert_uint_eq(got.max_ns, max);
}

START_TEST(test_of_nothing_all_are_zero)
{
	struct quantiles got = quantiles_of(NULL, 0, NULL, 0);

	expect(got, 0, 0, 0, 0);
	ck_assert_uint_eq(got.count, 0);
	memset(bucket, 0, sizeof(bucket));
	expect(quantiles_of(NULL, 0, bucket, 0), 0, 0, 0, 0);
}
END_TEST

START_TEST(test_ranks_are_the_nearest_above)
{
	expect(of_first(1), 1, 1, 1, 1);
	expect(of_first(2), 1, 2, 2, 2);
	expect(of_first(3), 2, 3, 3, 3);
	expect(of_first(99), 50, 99, 99, 99);
	expect(of_first(100), 50, 99, 100, 100);
	expect(of_first(101), 51, 100, 101, 101);
	expect(of_first(999), 500, 990, 999, 999);
	expect(of_first(1000), 500, 990, 999, 1000);
	expect(of_first(1001), 501, 991, 1000, 1001);
	expect(of_first(2000), 1000, 1980, 1998, 2000);
	ck_assert_uint_eq(of_first(1001).count, 1001);
}
END_TEST

START_TEST(test_values_are_sorted_as_numbers)
{
	uint64_t values[] = { 10, 9, UINT64_MAX, 0, 100 };

	quantiles_sort(values, 5);
	ck_assert_uint_eq(values[0], 0);
	ck_assert_uint_eq(values[1], 9);
	ck_assert_uint_eq(values[2], 10);
	ck_assert_uint_eq(values[3], 100);
	ck_assert_uint_eq(values[4], UINT64_MAX);
	quantiles_sort(NULL, 0);
}
END_TEST

START_TEST(test_many_values_of_any_size_are_sorted)
{
	enum {
		COUNT = 10000
	};
	static uint64_t values[COUNT];
	uint64_t state = 88172645463325252u, sum = 0;

	for (unsigned i = 0; i < COUNT; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		values[i] = state >> i % 64;
		sum += values[i];
	}
	quantiles_sort(values, COUNT);
	for (unsigned i = 0; i < COUNT; i++) {
		sum -= values[i];
		if (i)
			ck_assert_uint_le(values[i - 1], values[i]);
	}
	ck_assert_uint_eq(sum, 0);
}
END_TEST

START_TEST(test_a_bucket_gives_its_upper_end_and_never_more_than_the_largest)
{
	memset(bucket, 0, sizeof(bucket));
	bucket[5] = 1;    /* exactly 5 ns */
	bucket[110] = 98; /* 57,344 … 61,439 ns */
	bucket[120] = 1;  /* 131,072 … 147,455 ns */
	expect(quantiles_of(NULL, 0, bucket, 140000), 61439, 61439, 140000,
	       140000);
	bucket[120] = 0;
	expect(quantiles_of(NULL, 0, bucket, 60000), 60000, 60000, 60000,
	       60000);
}
END_TEST

START_TEST(test_values_and_buckets_are_one_sequence)
{
	uint64_t values[] = { 3, 60000, 1000000 };

	memset(bucket, 0, sizeof(bucket));
	bucket[4] = 2;   /* 4, 4 */
	bucket[110] = 1; /* at most 61,439 */
	/* 3 4 4 | 60000 61439 1000000 */
	expect(quantiles_of(values, 3, bucket, 61439), 4, 1000000, 1000000,
	       1000000);
	bucket[110] = 4;
	/* 3 4 4 60000 61439 | 61439 61439 61439 1000000 */
	expect(quantiles_of(values, 3, bucket, 61439), 61439, 1000000, 1000000,
	       1000000);
	ck_assert_uint_eq(quantiles_of(values, 3, bucket, 61439).count, 9);
}
END_TEST

START_TEST(test_the_last_bucket_ends_where_numbers_do)
{
	memset(bucket, 0, sizeof(bucket));
	bucket[LOG_HIST_BUCKETS - 1] = 1;
	expect(quantiles_of(NULL, 0, bucket, INT64_MAX), INT64_MAX, INT64_MAX,
	       INT64_MAX, INT64_MAX);
}
END_TEST

START_TEST(test_counts_may_be_as_large_as_a_log_can_say)
{
	memset(bucket, 0, sizeof(bucket));
	for (unsigned i = 0; i < LOG_HIST_BUCKETS; i++)
		bucket[i] = INT64_MAX / LOG_HIST_BUCKETS;
	/* The 248th, 492nd and 496th bucket. */
	expect(quantiles_of(NULL, 0, bucket, UINT64_MAX),
	       log_hist_lower_ns(248) - 1, log_hist_lower_ns(492) - 1,
	       UINT64_MAX, UINT64_MAX);
}
END_TEST

UNIT_MAIN("quantiles", test_of_nothing_all_are_zero,
	  test_ranks_are_the_nearest_above, test_values_are_sorted_as_numbers,
	  test_many_values_of_any_size_are_sorted,
	  test_a_bucket_gives_its_upper_end_and_never_more_than_the_largest,
	  test_values_and_buckets_are_one_sequence,
	  test_the_last_bucket_ends_where_numbers_do,
	  test_counts_may_be_as_large_as_a_log_can_say)
