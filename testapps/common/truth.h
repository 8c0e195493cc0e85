/*
 * What a test app knows about itself, by its own clock: every touch of a
 * mapped page, and the EXPECT lines that a test holds the report against.
 *
 * A touch_log belongs to one thread while it runs. Its memory is allocated
 * and touched in advance: adding to it never faults.
 */
#ifndef TESTAPPS_TRUTH_H
#define TESTAPPS_TRUTH_H

#include "common/clock.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A touch that took at least this long waited for something. */
#define TRUTH_SLOW_NS NS_PER_MS

struct touch {
	uint64_t offset; /* in the file, of the first byte touched */
	uint64_t start_ns;
	uint64_t duration_ns;
};

struct touch_log {
	struct touch *touches;
	size_t count;
	size_t capacity;
};

struct touch_sums {
	uint64_t slow;    /* touches of TRUTH_SLOW_NS and more */
	uint64_t slow_ns; /* time spent in these */
};

/* Returns 0, or -errno. */
int touch_log_init(struct touch_log *log, size_t capacity);
void touch_log_release(struct touch_log *log);
struct touch_sums touch_log_sums(const struct touch_log *log);

/* One JSON object a line: {"thread":..,"offset":..,"start_ns":..,"d_ns":..} */
void touch_log_print(const struct touch_log *log, const char *thread, FILE *to);

/*
 * Loads the 8-byte word at base + offset and notes how long that took. The
 * caller adds no more touches than the log's capacity.
 */
static inline uint64_t touch_word(struct touch_log *log, const void *base,
				  uint64_t offset)
{
	const volatile uint64_t *at = (const void *)((const char *)base +
						     offset);
	struct touch *touch = &log->touches[log->count];
	uint64_t word;

	touch->offset = offset;
	touch->start_ns = now_ns();
	word = *at;
	touch->duration_ns = now_ns() - touch->start_ns;
	log->count++;
	return word;
}

/* Prints "EXPECT key=value". */
void truth_expect(FILE *to, const char *key, uint64_t value);
void truth_expect_text(FILE *to, const char *key, const char *value);

#endif
