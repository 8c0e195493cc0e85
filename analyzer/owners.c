/*
 * Who mapped a file: the function whose mappings of it were waited for the
 * longest, where the stack of the mapping call is known.
 */
#include <stdlib.h>

#include "report.h"

/* Time blocked on mappings of one file that were made at the same place. */
struct claim {
	size_t row;
	uint32_t stack;
	uint64_t blocked_ns;
};

static int by_row_and_stack(const void *left, const void *right)
{
	const struct claim *a = left, *b = right;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->stack > b->stack) - (a->stack < b->stack);
}

/* One claim for each mapping that blocked and whose maker is known, in order.
 */
static struct array claims_of(const struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);
	uint64_t *blocked_ns = must_alloc((process->maps.len + 1) *
					  sizeof(*blocked_ns));
	struct array claims = ARRAY_OF(struct claim);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		blocked_ns[fault->map] += fault->len_ns;
	}
	for (uint32_t id = 1; id <= process->maps.len; id++) {
		const struct map *map = map_of(process, id);

		if (map->owner_stack && blocked_ns[id])
			*(struct claim *)array_push(&claims) = (struct claim){
				.row = report->file_rows[index][map->file],
				.stack = map->owner_stack,
				.blocked_ns = blocked_ns[id]
			};
	}
	free(blocked_ns);
	array_sort(&claims, by_row_and_stack);
	return claims;
}

static void settle(struct report *report, const struct process *process,
		   const struct claim *claim)
{
	struct file_row *row = array_at(&report->files, struct file_row,
					claim->row);
	struct fault as_fault = { .stack = claim->stack };

	if (row->kind != MEMORY_FILE || claim->blocked_ns <= row->owner_ns)
		return;
	row->owner_ns = claim->blocked_ns;
	row->owner =
		place_of(report->options.namer, process, &as_fault, 0).function;
}

static void add_process(struct report *report, size_t index)
{
	struct array claims = claims_of(report, index);
	struct claim sum = { 0 };

	for (size_t i = 0; i < claims.len; i++) {
		const struct claim *claim = array_at(&claims, struct claim, i);

		if (i && by_row_and_stack(claim, &sum) == 0) {
			sum.blocked_ns += claim->blocked_ns;
			continue;
		}
		if (i)
			settle(report, report_process(report, index), &sum);
		sum = *claim;
	}
	if (claims.len)
		settle(report, report_process(report, index), &sum);
	array_release(&claims);
}

void report_owners(struct report *report)
{
	for (size_t i = 0;
	     report->options.namer && i < report->model->processes.len; i++)
		add_process(report, i);
}
