#include "programs.h"

#include <stdlib.h>
#include <string.h>

/* How long the iterations of some loops took. */
struct lengths {
	uint64_t *busy, *without;
	size_t len;
	uint64_t bucket[LOG_HIST_BUCKETS];
	uint64_t max_ns; /* of the buckets */
};

static void lengths_add(struct lengths *lengths, const struct report *report,
			const struct loop_row *row)
{
	const struct loop *loop = row->loop;

	lengths->len += loop_lengths(report, row, lengths->busy + lengths->len,
				     lengths->without + lengths->len);
	for (unsigned i = 0; loop->bucket && i < LOG_HIST_BUCKETS; i++)
		lengths->bucket[i] += loop->bucket[i];
	if (loop->max_ns > lengths->max_ns)
		lengths->max_ns = loop->max_ns;
}

static struct quantiles lengths_quantiles(const struct lengths *lengths,
					  uint64_t *values)
{
	quantiles_sort(values, lengths->len);
	return quantiles_of(values, lengths->len, lengths->bucket,
			    lengths->max_ns);
}

static void take_quantiles(struct loop_row *sum, const struct report *report,
			   const struct loop_row *const *rows, size_t len)
{
	struct lengths *lengths = must_alloc(sizeof(*lengths));
	size_t room = 0;

	for (size_t i = 0; i < len; i++)
		room += rows[i]->end - rows[i]->first;
	lengths->busy = must_alloc(room * sizeof(*lengths->busy));
	lengths->without = must_alloc(room * sizeof(*lengths->without));
	for (size_t i = 0; i < len; i++)
		lengths_add(lengths, report, rows[i]);
	sum->busy = lengths_quantiles(lengths, lengths->busy);
	sum->without = lengths_quantiles(lengths, lengths->without);
	free(lengths->busy);
	free(lengths->without);
	free(lengths);
}

static void add_loop(struct loop_row *sum, const struct loop_row *row)
{
	if (!sum->process || !thread_is_sampled(row->process, row->thread)) {
		sum->process = row->process;
		sum->thread = row->thread;
		sum->loop = row->loop;
	}
	sum->busy_ns += row->busy_ns;
	sum->file_ns += row->file_ns;
	sum->stalls += row->stalls;
	sum->stall_ns += row->stall_ns;
	sum->stall_file_ns += row->stall_file_ns;
	sum->stall_other_ns += row->stall_other_ns;
	sum->stalls_without += row->stalls_without;
	if (row->worst_ns > sum->worst_ns)
		sum->worst_ns = row->worst_ns;
	parts_add(&sum->stall_parts, &row->stall_parts);
	queued_join(&sum->queued, &row->queued);
}

/* The LEN loops of one program, process by process. */
static void add_program(struct report *report,
			const struct loop_row *const *rows, size_t len)
{
	struct program_row *program = array_push(&report->programs);

	*program = (struct program_row){
		.program = rows[0]->process->program,
		.loops = len,
	};
	for (size_t i = 0; i < len; i++) {
		program->logs += !i || rows[i]->process != rows[i - 1]->process;
		add_loop(&program->sum, rows[i]);
	}
	take_quantiles(&program->sum, report, rows, len);
}

static int by_program_and_process(const void *left, const void *right)
{
	const struct loop_row *a = *(const struct loop_row *const *)left;
	const struct loop_row *b = *(const struct loop_row *const *)right;
	int order = strcmp(a->process->program, b->process->program);

	if (order)
		return order;
	return (a->process > b->process) - (a->process < b->process);
}

static int worst_first(const void *left, const void *right)
{
	const struct program_row *a = left, *b = right;

	if (a->sum.stall_file_ns != b->sum.stall_file_ns)
		return a->sum.stall_file_ns < b->sum.stall_file_ns ? 1 : -1;
	if (a->sum.stall_ns != b->sum.stall_ns)
		return a->sum.stall_ns < b->sum.stall_ns ? 1 : -1;
	return strcmp(a->program, b->program);
}

void report_programs(struct report *report)
{
	size_t len = report->loops.len, first = 0;
	const struct loop_row **rows = must_alloc(len * sizeof(*rows));

	for (size_t i = 0; i < len; i++)
		rows[i] = array_at(&report->loops, struct loop_row, i);
	if (len)
		qsort(rows, len, sizeof(*rows), by_program_and_process);
	for (size_t i = 1; i <= len; i++) {
		if (i < len && strcmp(rows[i]->process->program,
				      rows[first]->process->program) == 0)
			continue;
		add_program(report, rows + first, i - first);
		first = i;
	}
	free(rows);
	array_sort(&report->programs, worst_first);
}
