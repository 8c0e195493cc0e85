#include "strip.h"

#include <string.h>

#include "array.h"

static size_t cell_at(double at, size_t len)
{
	if (at <= 0)
		return 0;
	return at >= 1 ? len - 1 : (size_t)(at * (double)len);
}

void strip_raise(uint64_t *values, size_t len, double from, double to,
		 uint64_t value)
{
	size_t last = cell_at(to, len);

	for (size_t i = cell_at(from, len); i <= last; i++) {
		if (values[i] < value)
			values[i] = value;
	}
}

uint64_t strip_most(const uint64_t *values, size_t len)
{
	uint64_t most = 0;

	for (size_t i = 0; i < len; i++) {
		if (values[i] > most)
			most = values[i];
	}
	return most;
}

char *strip_of(const uint64_t *values, size_t len)
{
	static const char *const bars[] = { "▁", "▂", "▃", "▄",
					    "▅", "▆", "▇", "█" };
	const size_t steps = sizeof(bars) / sizeof(*bars);
	char *strip = must_alloc(len * strlen(bars[0]) + 1);
	char *to = strip;
	uint64_t most = strip_most(values, len);

	for (size_t i = 0; i < len; i++) {
		size_t step = most ? (size_t)((double)values[i] / (double)most *
					      (double)steps)
				   : 0;

		to = stpcpy(to, !values[i]      ? " "
				: step >= steps ? bars[steps - 1]
						: bars[step]);
	}
	return strip;
}
