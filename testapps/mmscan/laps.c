#include "mmscan/laps.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void laps_init(struct laps *laps, size_t capacity)
{
	size_t len_bytes;

	*laps = (struct laps){ .capacity = capacity };
	if (__builtin_mul_overflow(capacity, sizeof(*laps->each), &len_bytes) ||
	    !(laps->each = malloc(len_bytes)))
		errx(EXIT_FAILURE, "no memory to note %zu iterations",
		     capacity);
	/* Not calloc, which leaves fresh pages to their first fault. */
	memset(laps->each, 0xff, len_bytes);
}

void laps_release(struct laps *laps)
{
	free(laps->each);
	*laps = (struct laps){ 0 };
}

void laps_add(struct laps *laps, uint64_t start_ns, uint64_t end_ns)
{
	if (laps->count == laps->capacity)
		errx(EXIT_FAILURE,
		     "more than %zu iterations: a loop woke up "
		     "more often than it had work",
		     laps->capacity);
	if (laps->count == 0)
		laps->tid = gettid();
	laps->each[laps->count++] = (struct lap){
		.start_ns = start_ns,
		.duration_ns = end_ns - start_ns,
	};
}
