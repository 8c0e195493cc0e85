#include <stdlib.h>

#include "report.h"
#include "strip.h"

size_t loop_lengths(const struct report *report, const struct loop_row *row,
		    uint64_t *busy, uint64_t *without)
{
	const struct process *process = row->process;
	const struct join *join =
		&report->joins[report_process_index(report, process)];
	size_t count = 0;

	for (size_t i = row->first; i < row->end; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);
		const struct joined *joined = &join->iterations[i];
		uint64_t len_ns = report_stall_ns(iteration, joined);

		if (iteration->is_open && !len_ns)
			continue;
		busy[count] = len_ns;
		without[count++] = len_ns - joined->file_ns;
	}
	return count;
}

static void take_quantiles(const struct report *report, struct loop_row *row)
{
	size_t len = row->end - row->first;
	uint64_t *busy = must_alloc(len * sizeof(*busy));
	uint64_t *without = must_alloc(len * sizeof(*without));
	size_t count = loop_lengths(report, row, busy, without);

	quantiles_sort(busy, count);
	quantiles_sort(without, count);
	row->busy = quantiles_of(busy, count, row->loop->bucket,
				 row->loop->max_ns);
	row->without = quantiles_of(without, count, row->loop->bucket,
				    row->loop->max_ns);
	free(busy);
	free(without);
}

static void add_iteration(struct loop_row *row,
			  const struct iteration *iteration,
			  const struct joined *joined, uint64_t threshold_ns)
{
	uint64_t len_ns = report_stall_ns(iteration, joined);
	struct parts parts;

	row->busy_ns += len_ns;
	row->file_ns += joined->file_ns;
	if (len_ns < threshold_ns)
		return;
	row->stalls++;
	row->stall_ns += len_ns;
	row->stall_file_ns += joined->file_ns;
	row->stall_other_ns += joined->other_ns;
	parts = parts_of(iteration, joined, len_ns);
	parts_add(&row->stall_parts, &parts);
	queued_add(&row->queued, iteration, len_ns);
	row->stalls_without += len_ns - joined->file_ns >= threshold_ns;
	if (len_ns > row->worst_ns)
		row->worst_ns = len_ns;
}

static void add_loop(struct report *report, size_t process_index, uint32_t id,
		     size_t first, size_t end)
{
	const struct process *process = report_process(report, process_index);
	const struct join *join = &report->joins[process_index];
	struct loop_row *row = array_push(&report->loops);

	row->process = process;
	row->loop = loop_of(process, id);
	row->thread = thread_of(process, row->loop->thread);
	row->busy_ns = row->loop->sum_ns;
	row->first = first;
	row->end = end;
	for (size_t i = first; i < end; i++)
		add_iteration(
			row,
			array_at(&process->iterations, struct iteration, i),
			&join->iterations[i], report->options.threshold_ns);
	take_quantiles(report, row);
}

/* Stalls on files first, then other stalls, then the longest iteration. */
static int worst_first(const void *left, const void *right)
{
	const struct loop_row *a = left, *b = right;

	if (a->stall_file_ns != b->stall_file_ns)
		return a->stall_file_ns < b->stall_file_ns ? 1 : -1;
	if (a->stall_ns != b->stall_ns)
		return a->stall_ns < b->stall_ns ? 1 : -1;
	return (a->busy.max_ns < b->busy.max_ns) -
	       (a->busy.max_ns > b->busy.max_ns);
}

void loop_longest(const struct loop_row *row, uint64_t *cells, size_t len)
{
	const struct process *process = row->process;
	double end_ns = process->last_ns > 0 ? (double)process->last_ns : 1;

	for (size_t i = row->first; i < row->end; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);
		double at = (double)iteration->t_ns / end_ns;
		double len_part = (double)iteration->len_ns / end_ns;

		strip_raise(cells, len, at, at + len_part, iteration->len_ns);
	}
}

void report_loops(struct report *report)
{
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);
		const struct array *iterations = &process->iterations;
		size_t at = 0;

		for (uint32_t id = 1; id <= process->loops.len; id++) {
			size_t first = at;

			while (at < iterations->len &&
			       array_at(iterations, struct iteration, at)
					       ->loop == id)
				at++;
			if (!loop_of(process, id)->is_left_out)
				add_loop(report, p, id, first, at);
		}
	}
	array_sort(&report->loops, worst_first);
}
