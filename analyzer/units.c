#include "units.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool units_parse_duration(const char *text, uint64_t *ns)
{
	static const struct {
		const char *name;
		double factor;
	} units[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
	char *end;
	double value;

	if (text[0] < '0' || text[0] > '9')
		return false;
	/* No hexadecimal, no exponent, no "inf". */
	if (strspn(text, "0123456789.") == strlen(text) ||
	    strspn(text, "0123456789.nums") != strlen(text))
		return false;
	value = strtod(text, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(end, units[i].name) != 0)
			continue;
		if (value * units[i].factor >= 9e18)
			return false;
		*ns = (uint64_t)(value * units[i].factor + 0.5);
		return true;
	}
	return false;
}

/* VALUE with three significant digits, at least its whole part. */
static void three_digits(char text[UNITS_TEXT], double value, const char *unit)
{
	int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;

	snprintf(text, UNITS_TEXT, "%.*f %s", decimals, value, unit);
}

const char *units_duration(char text[UNITS_TEXT], uint64_t ns)
{
	if (ns < 1000)
		snprintf(text, UNITS_TEXT, "%" PRIu64 " ns", ns);
	else if (ns < 999500)
		three_digits(text, (double)ns / 1e3, "us");
	else if (ns < 999500000)
		three_digits(text, (double)ns / 1e6, "ms");
	else if (ns < UINT64_C(999500000000))
		three_digits(text, (double)ns / 1e9, "s");
	else if (ns < UINT64_C(5997000000000))
		three_digits(text, (double)ns / 60e9, "min");
	else
		three_digits(text, (double)ns / 3600e9, "h");
	return text;
}

const char *units_moment(char text[UNITS_TEXT], int64_t t_ns)
{
	return units_duration(text, t_ns > 0 ? (uint64_t)t_ns : 0);
}

const char *units_count(char text[UNITS_TEXT], uint64_t count)
{
	char digits[UNITS_TEXT];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, count);
	char *to = text;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return text;
}

const char *units_bytes(char text[UNITS_TEXT], uint64_t bytes)
{
	static const char *const names[] = { "KiB", "MiB", "GiB",
					     "TiB", "PiB", "EiB" };
	double value = (double)bytes / 1024;
	unsigned unit = 0;

	if (bytes < 1024) {
		snprintf(text, UNITS_TEXT, "%" PRIu64 " byte%s", bytes,
			 bytes == 1 ? "" : "s");
		return text;
	}
	while (value >= 1023.5 && unit + 1 < sizeof(names) / sizeof(*names)) {
		value /= 1024;
		unit++;
	}
	three_digits(text, value, names[unit]);
	return text;
}

const char *units_share(char text[UNITS_TEXT], uint64_t part, uint64_t whole)
{
	double percent = whole ? 100.0 * (double)part / (double)whole : 0;

	if (!whole)
		snprintf(text, UNITS_TEXT, "-");
	else if (!part)
		snprintf(text, UNITS_TEXT, "0 %%");
	else if (percent < 0.1)
		snprintf(text, UNITS_TEXT, "<0.1 %%");
	else if (percent < 9.95 || (percent > 99 && part < whole))
		/* 99.97 is not 100. */
		snprintf(text, UNITS_TEXT, "%.1f %%",
			 percent > 99.9 && part < whole ? 99.9 : percent);
	else
		snprintf(text, UNITS_TEXT, "%.0f %%", percent);
	return text;
}
