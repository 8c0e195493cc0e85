#include "load/spread.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *name;
	unsigned per_mille;
} quantiles[] = {
	{ "p50", 500 },  { "p90", 900 },  { "p99", 990 },
	{ "p999", 999 }, { "max", 1000 },
};

enum {
	QUANTILES = sizeof(quantiles) / sizeof(*quantiles),
	BAR = 40,
	DOUBLINGS = 40, /* of a microsecond */
};

static int by_size(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static uint64_t *sorted_of(const struct plan *plan, bool of_reads, size_t *len)
{
	uint64_t *all = calloc(plan->len, sizeof(*all));

	if (!all)
		err(EXIT_FAILURE, "%zu latencies", plan->len);
	*len = 0;
	for (size_t i = 0; i < plan->len; i++) {
		const struct task *task = &plan->tasks[i];

		if ((task->length != 0) == of_reads && plan_counts(plan, task))
			all[(*len)++] = task->done_ns - task->due_ns;
	}
	qsort(all, *len, sizeof(*all), by_size);
	return all;
}

uint64_t spread_quantile(const uint64_t *sorted, size_t len, unsigned per_mille)
{
	size_t rank = (len * per_mille + 999) / 1000;

	return sorted[rank ? rank - 1 : 0];
}

/* One line for each doubling that has any. */
static void show_histogram(const uint64_t *sorted, size_t len)
{
	size_t at = 0;

	for (int i = 0; i < DOUBLINGS && at < len; i++) {
		uint64_t end_ns = UINT64_C(1000) << i;
		size_t first = at;

		while (at < len && sorted[at] < end_ns)
			at++;
		if (at == first)
			continue;
		printf("  below %10.3f ms %8zu ", (double)end_ns / 1e6,
		       at - first);
		for (size_t k = 0; k < ((at - first) * BAR + len - 1) / len;
		     k++)
			putchar('#');
		putchar('\n');
	}
}

void spread_show(const struct plan *plan, bool of_reads, const char *name)
{
	size_t len;
	uint64_t *sorted = sorted_of(plan, of_reads, &len);

	printf("%s %zu ", name, len);
	for (int i = 0; i < QUANTILES; i++)
		printf(" %s %.3f ms", quantiles[i].name,
		       (double)spread_quantile(sorted, len,
					       quantiles[i].per_mille) /
			       1e6);
	putchar('\n');
	show_histogram(sorted, len);
	free(sorted);
}

void spread_json(const struct plan *plan, bool of_reads, const char *name)
{
	size_t len;
	uint64_t *sorted = sorted_of(plan, of_reads, &len);

	printf("\"%s\":{\"count\":%zu", name, len);
	for (int i = 0; i < QUANTILES; i++)
		printf(",\"%s_ns\":%llu", quantiles[i].name,
		       (unsigned long long)spread_quantile(
			       sorted, len, quantiles[i].per_mille));
	printf("}");
	free(sorted);
}
