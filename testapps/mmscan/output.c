#include "mmscan/output.h"

#include <err.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum unit {
	UNIT_TEXT,
	UNIT_COUNT,
	UNIT_S,
	UNIT_MS,
	UNIT_MIB_PER_S,
};

/* heading NULL: not in the table, for which there is no room. */
static const struct column {
	const char *key;
	const char *heading;
	int width;
	enum unit unit;
	size_t offset;
} columns[] = {
#define COLUMN(key, heading, width, unit, field)                          \
	{                                                                 \
		key, heading, width, unit, offsetof(struct result, field) \
	}
	COLUMN("configuration", "configuration", -13, UNIT_TEXT, configuration),
	COLUMN("cache", "cache", -5, UNIT_TEXT, cache),
	COLUMN("cure", "cure", -13, UNIT_TEXT, cure),
	COLUMN("runs", "runs", 4, UNIT_COUNT, runs),
	COLUMN("wall_min_ns", "min s", 7, UNIT_S, wall_min_ns),
	COLUMN("wall_median_ns", "median", 7, UNIT_S, wall_median_ns),
	COLUMN("wall_max_ns", NULL, 0, UNIT_S, wall_max_ns),
	COLUMN("bytes_per_s", "MiB/s", 7, UNIT_MIB_PER_S, bytes_per_s),
	COLUMN("absent_pages_min", NULL, 0, UNIT_COUNT, absent_pages_min),
	COLUMN("absent_pages_max", NULL, 0, UNIT_COUNT, absent_pages_max),
	COLUMN("iterations", "iterations", 10, UNIT_COUNT, iterations),
	COLUMN("p50_ns", "p50 ms", 8, UNIT_MS, p50_ns),
	COLUMN("p99_ns", "p99", 8, UNIT_MS, p99_ns),
	COLUMN("p999_ns", "p99.9", 8, UNIT_MS, p999_ns),
	COLUMN("longest_ns", "longest", 8, UNIT_MS, longest_ns),
#undef COLUMN
};

enum {
	COLUMN_COUNT = sizeof(columns) / sizeof(*columns)
};

static const char *text_in(const struct result *result,
			   const struct column *column)
{
	return *(const char *const *)((const char *)result + column->offset);
}

static uint64_t number_in(const struct result *result,
			  const struct column *column)
{
	return *(const uint64_t *)((const char *)result + column->offset);
}

static void print_cell(const struct result *result, const struct column *column)
{
	double number;

	if (column->unit == UNIT_TEXT) {
		printf("%*s", column->width, text_in(result, column));
		return;
	}
	number = (double)number_in(result, column);
	switch (column->unit) {
	case UNIT_S:
		printf("%*.3f", column->width, number / 1e9);
		break;
	case UNIT_MS:
		printf("%*.3f", column->width, number / 1e6);
		break;
	case UNIT_MIB_PER_S:
		printf("%*.0f", column->width, number / (1 << 20));
		break;
	default:
		printf("%*.0f", column->width, number);
	}
}

/* A warm run shall be warm: whoever reads the figures must know if not. */
static void print_footnote(const struct result *result)
{
	if (result->cache == cache_names[CACHE_WARM] &&
	    result->absent_pages_max)
		printf("%s: up to %" PRIu64 " pages were not in memory when a "
		       "warm run began\n",
		       result->configuration, result->absent_pages_max);
}

static void print_table(const struct result *results, unsigned count)
{
	for (int c = 0; c < COLUMN_COUNT; c++)
		if (columns[c].heading)
			printf("%s%*s", c ? "  " : "", columns[c].width,
			       columns[c].heading);
	putchar('\n');
	for (unsigned i = 0; i < count; i++) {
		for (int c = 0; c < COLUMN_COUNT; c++) {
			if (!columns[c].heading)
				continue;
			fputs(c ? "  " : "", stdout);
			print_cell(&results[i], &columns[c]);
		}
		putchar('\n');
	}
	for (unsigned i = 0; i < count; i++)
		print_footnote(&results[i]);
}

/* Our own words are all there is: nothing in them needs a quote. */
static void print_values(const struct result *result, const char *quote,
			 bool with_keys)
{
	for (int c = 0; c < COLUMN_COUNT; c++) {
		const struct column *column = &columns[c];

		fputs(c ? "," : "", stdout);
		if (with_keys)
			printf("\"%s\":", column->key);
		if (column->unit == UNIT_TEXT)
			printf("%s%s%s", quote, text_in(result, column), quote);
		else
			printf("%" PRIu64, number_in(result, column));
	}
}

static void print_csv(const struct result *results, unsigned count)
{
	for (int c = 0; c < COLUMN_COUNT; c++)
		printf("%s%s", c ? "," : "", columns[c].key);
	putchar('\n');
	for (unsigned i = 0; i < count; i++) {
		print_values(&results[i], "", false);
		putchar('\n');
	}
}

static void print_json(const struct result *results, unsigned count)
{
	printf("[");
	for (unsigned i = 0; i < count; i++) {
		fputs(i ? ",\n {" : "\n {", stdout);
		print_values(&results[i], "\"", true);
		putchar('}');
	}
	printf("\n]\n");
}

void output_results(const struct result *results, unsigned count,
		    enum format format)
{
	static void (*const print[])(const struct result *, unsigned) = {
		[FORMAT_TABLE] = print_table,
		[FORMAT_CSV] = print_csv,
		[FORMAT_JSON] = print_json,
	};

	print[format](results, count);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EXIT_FAILURE, "cannot write to standard output");
}
