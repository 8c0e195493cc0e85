#include "mmscan/results.h"

#include "common/clock.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

static int compare_values(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

uint64_t quantile(const uint64_t *sorted, size_t count, double share)
{
	size_t rank = (size_t)ceil(share * (double)count);

	if (count == 0)
		return 0;
	return sorted[rank ? rank - 1 : 0];
}

static uint64_t *values_or_exit(size_t count)
{
	uint64_t *values = calloc(count ? count : 1, sizeof(*values));

	if (!values)
		err(EXIT_FAILURE, "no memory for %zu figures", count);
	return values;
}

static void sum_up_walls(struct result *result, const struct run *runs,
			 unsigned count)
{
	uint64_t *walls = values_or_exit(count);

	for (unsigned i = 0; i < count; i++)
		walls[i] = runs[i].wall_ns;
	qsort(walls, count, sizeof(*walls), compare_values);
	result->wall_min_ns = walls[0];
	result->wall_median_ns = quantile(walls, count, 0.5);
	result->wall_max_ns = walls[count - 1];
	free(walls);
}

static size_t count_iterations(const struct run *runs, unsigned count)
{
	size_t iterations = 0;

	for (unsigned i = 0; i < count; i++)
		for (unsigned t = 0; t < runs[i].threads; t++)
			iterations += runs[i].laps[t].count;
	return iterations;
}

static void sum_up_iterations(struct result *result, const struct run *runs,
			      unsigned count)
{
	size_t iterations = count_iterations(runs, count), n = 0;
	uint64_t *durations = values_or_exit(iterations);

	for (unsigned i = 0; i < count; i++)
		for (unsigned t = 0; t < runs[i].threads; t++)
			for (size_t l = 0; l < runs[i].laps[t].count; l++)
				durations[n++] =
					runs[i].laps[t].each[l].duration_ns;
	qsort(durations, n, sizeof(*durations), compare_values);
	result->iterations = n;
	result->p50_ns = quantile(durations, n, 0.5);
	result->p99_ns = quantile(durations, n, 0.99);
	result->p999_ns = quantile(durations, n, 0.999);
	result->longest_ns = quantile(durations, n, 1);
	free(durations);
}

static void sum_up_absence(struct result *result, const struct run *runs,
			   unsigned count)
{
	result->absent_pages_min = UINT64_MAX;
	result->absent_pages_max = 0;
	for (unsigned i = 0; i < count; i++) {
		uint64_t absent = runs[i].absent_pages;

		if (absent < result->absent_pages_min)
			result->absent_pages_min = absent;
		if (absent > result->absent_pages_max)
			result->absent_pages_max = absent;
	}
}

void result_of_runs(struct result *result, const struct run *runs,
		    unsigned count, uint64_t bytes)
{
	result->runs = count;
	sum_up_walls(result, runs, count);
	sum_up_iterations(result, runs, count);
	sum_up_absence(result, runs, count);
	result->bytes_per_s = (uint64_t)((double)bytes * (double)NS_PER_S /
					 (double)result->wall_min_ns);
}
