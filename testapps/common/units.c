#include "common/units.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *suffix;
	uint64_t factor;
};

static const struct unit sizes[] = {
	{ "", 1 },
	{ "K", UINT64_C(1) << 10 },
	{ "M", UINT64_C(1) << 20 },
	{ "G", UINT64_C(1) << 30 },
};

static const struct unit times[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000 * 1000 },
	{ "s", 1000 * 1000 * 1000 },
};

/* strtoull alone takes blanks and signs, and wraps negative numbers. */
static bool parse_digits(const char *text, uint64_t *to, const char **rest)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*to = strtoull(text, &end, 10);
	*rest = end;
	return errno == 0;
}

static bool parse_with_unit(const char *text, const struct unit *units,
			    size_t count, uint64_t *to)
{
	const char *suffix;
	uint64_t number;

	if (!parse_digits(text, &number, &suffix))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(suffix, units[i].suffix) != 0)
			continue;
		return !__builtin_mul_overflow(number, units[i].factor, to);
	}
	return false;
}

bool units_parse_size(const char *text, uint64_t *to_bytes)
{
	uint64_t bytes;

	if (!parse_with_unit(text, sizes, sizeof(sizes) / sizeof(*sizes),
			     &bytes))
		return false;
	*to_bytes = bytes;
	return true;
}

bool units_parse_time(const char *text, uint64_t *to_ns)
{
	uint64_t ns = 0;

	if (strcmp(text, "0") != 0 &&
	    !parse_with_unit(text, times, sizeof(times) / sizeof(*times), &ns))
		return false;
	*to_ns = ns;
	return true;
}

bool units_parse_count(const char *text, uint64_t max, uint64_t *to)
{
	const char *rest;
	uint64_t number;

	if (!parse_digits(text, &number, &rest) || *rest || number > max)
		return false;
	*to = number;
	return true;
}
