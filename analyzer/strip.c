#include "strip.h"

#include <string.h>

#include "array.h"

char *strip_of(const uint64_t *values, size_t len)
{
	static const char *const bars[] = { "▁", "▂", "▃", "▄",
					    "▅", "▆", "▇", "█" };
	const size_t steps = sizeof(bars) / sizeof(*bars);
	char *strip = must_alloc(len * strlen(bars[0]) + 1);
	char *to = strip;
	uint64_t most = 0;

	for (size_t i = 0; i < len; i++) {
		if (values[i] > most)
			most = values[i];
	}
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
