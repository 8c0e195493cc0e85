/* What is said of many runs and iterations. */
#include "unit.h"

#include "mmscan/results.h"

static struct result result;

/* A run of two threads, with as many iterations each, from 1 ns upwards. */
static struct run new_run(uint64_t wall_ns, uint64_t absent_pages,
			  size_t iterations)
{
	struct run run = {
		.wall_ns = wall_ns,
		.absent_pages = absent_pages,
		.laps = calloc(2, sizeof(*run.laps)),
		.threads = 2,
	};

	ck_assert_ptr_nonnull(run.laps);
	for (int t = 0; t < 2; t++) {
		laps_init(&run.laps[t], iterations);
		for (size_t i = 0; i < iterations; i++)
			laps_add(&run.laps[t], 1000, 1001 + i);
	}
	return run;
}

START_TEST(test_a_quantile_is_a_value_that_occurred)
{
	const uint64_t sorted[] = { 1, 2, 3, 4, 100 };

	ck_assert_uint_eq(quantile(sorted, 5, 0), 1);
	ck_assert_uint_eq(quantile(sorted, 5, 0.5), 3);
	ck_assert_uint_eq(quantile(sorted, 5, 0.8), 4);
	ck_assert_uint_eq(quantile(sorted, 5, 0.81), 100);
	ck_assert_uint_eq(quantile(sorted, 5, 1), 100);
	ck_assert_uint_eq(quantile(sorted, 0, 0.5), 0);
}
END_TEST

START_TEST(test_runs_are_summed_up_by_least_median_and_most)
{
	struct run runs[] = {
		new_run(4000, 10, 1),
		new_run(1000, 30, 1),
		new_run(3000, 20, 1),
	};

	result_of_runs(&result, runs, 3, 5000);
	ck_assert_uint_eq(result.runs, 3);
	ck_assert_uint_eq(result.wall_min_ns, 1000);
	ck_assert_uint_eq(result.wall_median_ns, 3000);
	ck_assert_uint_eq(result.wall_max_ns, 4000);
	ck_assert_uint_eq(result.absent_pages_min, 10);
	ck_assert_uint_eq(result.absent_pages_max, 30);
	/* 5000 bytes in 1 us. */
	ck_assert_uint_eq(result.bytes_per_s, UINT64_C(5000000000));
	for (int i = 0; i < 3; i++)
		run_release(&runs[i]);
}
END_TEST

START_TEST(test_iterations_of_all_runs_and_threads_count)
{
	struct run runs[] = { new_run(1, 0, 1000), new_run(1, 0, 500) };

	result_of_runs(&result, runs, 2, 1);
	ck_assert_uint_eq(result.iterations, 3000);
	/* 1 to 500 come four times, 501 to 1000 twice. */
	ck_assert_uint_eq(result.p50_ns, 375);
	ck_assert_uint_eq(result.p99_ns, 985);
	ck_assert_uint_eq(result.p999_ns, 999);
	ck_assert_uint_eq(result.longest_ns, 1000);
	for (int i = 0; i < 2; i++)
		run_release(&runs[i]);
}
END_TEST

UNIT_MAIN("results", test_a_quantile_is_a_value_that_occurred,
	  test_runs_are_summed_up_by_least_median_and_most,
	  test_iterations_of_all_runs_and_threads_count)
