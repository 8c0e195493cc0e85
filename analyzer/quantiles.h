/*
 * Quantiles of durations that are known one by one and in a histogram.
 */
#ifndef MMSTALL_QUANTILES_H
#define MMSTALL_QUANTILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct quantiles {
	uint64_t p50_ns, p99_ns, p999_ns, max_ns;
	uint64_t count;
};

/*
 * Nearest-rank quantiles of LEN SORTED values and of BUCKET, the counts of a
 * log's histogram (NULL: none) whose largest value is MAX_NS. A value from a
 * bucket is given as the bucket's upper end, so it is at most 12.5 % too large.
 */
struct quantiles quantiles_of(const uint64_t *sorted, size_t len,
			      const uint64_t *bucket, uint64_t max_ns);

/* Sorts LEN values, for the above. */
void quantiles_sort(uint64_t *values, size_t len);

#endif
