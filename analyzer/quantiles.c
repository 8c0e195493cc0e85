#include "quantiles.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"
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

#define DIGIT_BITS 11
#define DIGITS     (1 << DIGIT_BITS)

static unsigned digit_of(uint64_t value, unsigned shift)
{
	return (unsigned)(value >> shift) & (DIGITS - 1);
}

/* FROM into TO by the digit at SHIFT; those that are alike keep their order. */
static void sort_by_digit(const uint64_t *from, uint64_t *to, size_t len,
			  unsigned shift)
{
	size_t place[DIGITS + 1] = { 0 };

	for (size_t i = 0; i < len; i++)
		place[digit_of(from[i], shift) + 1]++;
	for (unsigned i = 1; i < DIGITS; i++)
		place[i] += place[i - 1];
	for (size_t i = 0; i < len; i++)
		to[place[digit_of(from[i], shift)]++] = from[i];
}

/* By digits, the least first: durations have few, and qsort(3) would call a
 * function for each of 20 comparisons a value. */
void quantiles_sort(uint64_t *values, size_t len)
{
	uint64_t *other = must_alloc(len * sizeof(*other));
	uint64_t all = 0;

	for (size_t i = 0; i < len; i++)
		all |= values[i];
	for (unsigned shift = 0; shift < 64 && all >> shift;
	     shift += DIGIT_BITS) {
		sort_by_digit(values, other, len, shift);
		memcpy(values, other, len * sizeof(*values));
	}
	free(other);
}
