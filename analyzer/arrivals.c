/*
 * Files that came into memory, where faults could not be sampled: by file, and
 * how much of it while a loop stalled.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

struct name {
	const char *path;
	size_t row;
};

static int by_path(const void *left, const void *right)
{
	const struct name *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static struct arrival_row *row_of(struct report *report, void **names,
				  const char *path)
{
	struct name *name = must_alloc(sizeof(*name));
	struct arrival_row *row;
	struct name **found;

	*name = (struct name){ path, report->arrivals.len };
	found = tsearch(name, names, by_path);
	if (!found)
		array_fail();
	if (*found != name) {
		free(name);
		return array_at(&report->arrivals, struct arrival_row,
				(*found)->row);
	}
	row = array_push(&report->arrivals);
	row->path = path;
	return row;
}

/* When a loop stalled. */
struct interval {
	int64_t from_ns, to_ns; /* to: the latest of all up to this one */
};

static int earliest_first(const void *left, const void *right)
{
	const struct interval *a = left, *b = right;

	return (a->from_ns > b->from_ns) - (a->from_ns < b->from_ns);
}

/* The stalls of PROCESS, struct interval, by their begin. */
static struct array stalls_of(const struct report *report,
			      const struct process *process)
{
	struct array intervals = ARRAY_OF(struct interval);
	int64_t latest_ns = INT64_MIN;

	for (size_t i = 0; i < report->stalls.len; i++) {
		const struct stall *stall = array_at(&report->stalls,
						     struct stall, i);
		const struct iteration *iteration = stall->iteration;

		if (stall->process == process)
			*(struct interval *)array_push(
				&intervals) = (struct interval){
				iteration->t_ns,
				iteration->t_ns + (int64_t)iteration->len_ns,
			};
	}
	array_sort(&intervals, earliest_first);
	for (size_t i = 0; i < intervals.len; i++) {
		struct interval *interval = array_at(&intervals,
						     struct interval, i);

		if (interval->to_ns > latest_ns)
			latest_ns = interval->to_ns;
		interval->to_ns = latest_ns;
	}
	return intervals;
}

/* One of INTERVALS lies, in part, in the time of ARRIVAL. */
static bool is_in_one(const struct array *intervals,
		      const struct arrival *arrival)
{
	int64_t end_ns = arrival->t_ns + (int64_t)arrival->len_ns;
	size_t low = 0, high = intervals->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (array_at(intervals, struct interval, middle)->from_ns <
		    end_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low && array_at(intervals, struct interval, low - 1)->to_ns >
			      arrival->t_ns;
}

static int most_first(const void *left, const void *right)
{
	const struct arrival_row *a = left, *b = right;

	if (a->stalled_bytes != b->stalled_bytes)
		return a->stalled_bytes < b->stalled_bytes ? 1 : -1;
	return (a->bytes < b->bytes) - (a->bytes > b->bytes);
}

static void add_process(struct report *report, const struct process *process,
			void **names)
{
	struct array stalls;

	if (!process->arrivals.len)
		return;
	stalls = stalls_of(report, process);
	for (size_t i = 0; i < process->arrivals.len; i++) {
		const struct arrival *arrival = array_at(&process->arrivals,
							 struct arrival, i);
		const struct map *map = map_of(process, arrival->map);
		struct arrival_row *row = row_of(
			report, names, file_of(process, map->file)->path);
		uint64_t bytes = arrival->pages * process->page_bytes;

		row->bytes += bytes;
		if (is_in_one(&stalls, arrival))
			row->stalled_bytes += bytes;
	}
	array_release(&stalls);
}

void report_arrivals(struct report *report)
{
	void *names = NULL;

	for (size_t i = 0; i < report->model->processes.len; i++)
		add_process(report, report_process(report, i), &names);
	tdestroy(names, free);
	array_sort(&report->arrivals, most_first);
}
