#include "ranges.h"

#include <stdatomic.h>
#include <stddef.h>

#define WORDS 1024 /* of 64 bits; a power of two */

/* A longer range in units of a level is not worth going through. */
#define MANY 512

/*
 * Small files are marked in small units, because anonymous memory begins right
 * beside the loader's libraries; large ones in large units, to be quick.
 */
static _Atomic bool has_any;

static struct level {
	unsigned shift;
	_Atomic bool is_everywhere;
	_Atomic uint64_t words[WORDS];
} levels[] = {
	{ .shift = 16 },
	{ .shift = 23 },
};

#define LEVELS (sizeof(levels) / sizeof(*levels))

struct span {
	uint64_t first, last; /* units */
	bool is_long;
};

static struct span span_of(const struct level *level, uint64_t start,
			   uint64_t len)
{
	struct span span = {
		.first = start >> level->shift,
		.last = (start + (len ? len - 1 : 0)) >> level->shift,
	};

	span.is_long = span.last - span.first >= MANY;
	return span;
}

static _Atomic uint64_t *word_of(struct level *level, uint64_t unit,
				 uint64_t *bit)
{
	uint64_t hash = unit * UINT64_C(0x9e3779b97f4a7c15) >> 48;

	*bit = UINT64_C(1) << (hash % 64);
	return &level->words[hash / 64 % WORDS];
}

void ranges_mark(uint64_t start, uint64_t len)
{
	struct level *level = &levels[0];
	struct span span = span_of(level, start, len);

	if (!atomic_load_explicit(&has_any, memory_order_relaxed))
		atomic_store_explicit(&has_any, true, memory_order_relaxed);
	if (span.is_long) {
		level = &levels[LEVELS - 1];
		span = span_of(level, start, len);
	}
	if (span.is_long) {
		atomic_store_explicit(&level->is_everywhere, true,
				      memory_order_relaxed);
		return;
	}
	for (uint64_t unit = span.first; unit <= span.last; unit++) {
		uint64_t bit;
		_Atomic uint64_t *word = word_of(level, unit, &bit);

		if (!(atomic_load_explicit(word, memory_order_relaxed) & bit))
			atomic_fetch_or_explicit(word, bit,
						 memory_order_relaxed);
	}
}

static bool level_may_hold(struct level *level, uint64_t start, uint64_t len)
{
	struct span span = span_of(level, start, len);

	if (span.is_long ||
	    atomic_load_explicit(&level->is_everywhere, memory_order_relaxed))
		return true;
	for (uint64_t unit = span.first; unit <= span.last; unit++) {
		uint64_t bit;
		_Atomic uint64_t *word = word_of(level, unit, &bit);

		if (atomic_load_explicit(word, memory_order_relaxed) & bit)
			return true;
	}
	return false;
}

bool ranges_hold_any(void)
{
	return atomic_load_explicit(&has_any, memory_order_relaxed);
}

bool ranges_may_hold_file(uint64_t start, uint64_t len)
{
	for (size_t i = 0; i < LEVELS; i++) {
		if (level_may_hold(&levels[i], start, len))
			return true;
	}
	return false;
}
