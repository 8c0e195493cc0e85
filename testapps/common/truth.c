#include "common/truth.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int touch_log_init(struct touch_log *log, size_t capacity)
{
	size_t len_bytes;

	*log = (struct touch_log){ .capacity = capacity };
	if (capacity == 0)
		return 0;
	if (__builtin_mul_overflow(capacity, sizeof(*log->touches), &len_bytes))
		return -ENOMEM;
	log->touches = malloc(len_bytes);
	if (!log->touches)
		return -ENOMEM;
	/* Not calloc, which leaves fresh pages to their first fault. */
	memset(log->touches, 0xff, len_bytes);
	return 0;
}

void touch_log_release(struct touch_log *log)
{
	free(log->touches);
	*log = (struct touch_log){ 0 };
}

struct touch_sums touch_log_sums(const struct touch_log *log)
{
	struct touch_sums sums = { 0 };

	for (size_t i = 0; i < log->count; i++) {
		if (log->touches[i].duration_ns < TRUTH_SLOW_NS)
			continue;
		sums.slow++;
		sums.slow_ns += log->touches[i].duration_ns;
	}
	return sums;
}

void touch_log_print(const struct touch_log *log, const char *thread, FILE *to)
{
	for (size_t i = 0; i < log->count; i++)
		fprintf(to,
			"{\"thread\":\"%s\",\"offset\":%" PRIu64
			",\"start_ns\":%" PRIu64 ",\"d_ns\":%" PRIu64 "}\n",
			thread, log->touches[i].offset,
			log->touches[i].start_ns, log->touches[i].duration_ns);
}

void truth_expect(FILE *to, const char *key, uint64_t value)
{
	fprintf(to, "EXPECT %s=%" PRIu64 "\n", key, value);
}

void truth_expect_text(FILE *to, const char *key, const char *value)
{
	fprintf(to, "EXPECT %s=%s\n", key, value);
}
