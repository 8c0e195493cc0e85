#include "quantiles.h"

#include <stdlib.h>

#include "preload/log_format.h"

/* All values in ascending order, singly or a bucket at a time. */
struct cursor {
	const uint64_t *sorted;
	size_t len, next;
	const uint64_t *bucket;
	unsigned at; /* bucket */
	uint64_t max_ns;
	uint64_t passed; /* values so far, the current step's included */
	uint64_t value_ns;
};

static uint64_t bucket_upper(const struct cursor *cursor)
{
	uint64_t upper = log_hist_lower_ns(cursor->at + 1) - 1;

	return upper < cursor->max_ns ? upper : cursor->max_ns;
}

/* False: there is nothing more. */
static bool step(struct cursor *cursor)
{
	while (cursor->bucket && cursor->at < LOG_HIST_BUCKETS &&
	       !cursor->bucket[cursor->at])
		cursor->at++;
	if (cursor->bucket && cursor->at < LOG_HIST_BUCKETS &&
	    (cursor->next == cursor->len ||
	     bucket_upper(cursor) <= cursor->sorted[cursor->next])) {
		cursor->value_ns = bucket_upper(cursor);
		cursor->passed += cursor->bucket[cursor->at++];
		return true;
	}
	if (cursor->next == cursor->len)
		return false;
	cursor->value_ns = cursor->sorted[cursor->next++];
	cursor->passed++;
	return true;
}

/* Steps on until RANK values (from 1) have passed. */
static uint64_t value_at(struct cursor *cursor, uint64_t rank)
{
	while (cursor->passed < rank && step(cursor))
		continue;
	return cursor->value_ns;
}

/* The rank of the quantile of PER_MILLE thousandths. */
static uint64_t rank_of(uint64_t count, uint64_t per_mille)
{
	uint64_t rank =
		(uint64_t)(((unsigned __int128)count * per_mille + 999) / 1000);

	return rank ? rank : 1;
}

struct quantiles quantiles_of(const uint64_t *sorted, size_t len,
			      const uint64_t *bucket, uint64_t max_ns)
{
	struct cursor cursor = {
		.sorted = sorted, .len = len, .bucket = bucket, .max_ns = max_ns
	};
	struct quantiles result = { .count = len };

	for (unsigned i = 0; bucket && i < LOG_HIST_BUCKETS; i++)
		result.count += bucket[i];
	if (!result.count)
		return result;
	result.p50_ns = value_at(&cursor, rank_of(result.count, 500));
	result.p99_ns = value_at(&cursor, rank_of(result.count, 990));
	result.p999_ns = value_at(&cursor, rank_of(result.count, 999));
	result.max_ns = value_at(&cursor, result.count);
	return result;
}

static int by_value(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

void quantiles_sort(uint64_t *values, size_t len)
{
	if (len > 1)
		qsort(values, len, sizeof(*values), by_value);
}
