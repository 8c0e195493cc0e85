/*
 * What is shown of the runs of one configuration: figures that are computed
 * here, for output.h to lay out.
 */
#ifndef MMSCAN_RESULTS_H
#define MMSCAN_RESULTS_H

#include "mmscan/measure.h"

#include <stddef.h>
#include <stdint.h>

struct result {
	const char *configuration;
	const char *cache;
	const char *cure;
	uint64_t runs;
	uint64_t wall_min_ns, wall_median_ns, wall_max_ns;
	uint64_t bytes_per_s; /* in the fastest run */
	/* Pages of the files that were not in memory when a run began. */
	uint64_t absent_pages_min, absent_pages_max;
	uint64_t iterations; /* of all runs, as is what follows */
	uint64_t p50_ns, p99_ns, p999_ns, longest_ns;
};

/* The value that share (0 to 1) of the sorted values do not exceed; of none
 * it is 0. */
uint64_t quantile(const uint64_t *sorted, size_t count, double share);

/* Of count runs, at least one, in which bytes were scanned. */
void result_of_runs(struct result *result, const struct run *runs,
		    unsigned count, uint64_t bytes);

#endif
