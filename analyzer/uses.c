/*
 * How files were mapped and advised when faults were taken on them, which of
 * their bytes were mapped, and which calls were made on the mappings.
 */
#include <string.h>

#include "report.h"

/* A row's list of calls is no longer than this: a log can say anything. */
#define CALLS_MAX 32

static bool is_same_use(const struct file_use *use, const struct map *map,
			enum hint hint)
{
	return use->hint == hint && use->map->is_shared == map->is_shared &&
	       strcmp(use->map->prot, map->prot) == 0;
}

/* The row's entry for mappings like MAP with HINT, made if there is none. */
static struct file_use *use_of(struct report *report, struct file_row *row,
			       const struct map *map, enum hint hint)
{
	struct file_use *use;
	size_t last = 0;

	for (size_t i = row->first_use; i; i = use->next) {
		use = array_at(&report->uses, struct file_use, i - 1);
		if (is_same_use(use, map, hint))
			return use;
		last = i;
	}
	use = array_push(&report->uses);
	*use = (struct file_use){ .map = map, .hint = hint };
	*(last ? &array_at(&report->uses, struct file_use, last - 1)->next
	       : &row->first_use) = report->uses.len;
	return use;
}

static void add_fault(struct report *report, struct file_row *row,
		      const struct map *map, const struct fault *fault,
		      enum hint hint)
{
	struct file_use *use = use_of(report, row, map, hint);

	use->blocked_ns += fault->len_ns;
	if (!(fault->flags & FAULT_CALL)) {
		use->faults++;
		row->code_faults += strchr(map->prot, 'x') != NULL;
	}
	if (map->offset < row->mapped_first)
		row->mapped_first = map->offset;
	if (map->offset + map->len > row->mapped_end)
		row->mapped_end = map->offset + map->len;
}

static struct file_call *call_of(struct report *report, struct file_row *row,
				 const struct call *call)
{
	struct file_call *found;
	size_t len = 0, last = 0;

	for (size_t i = row->first_call; i; i = found->next) {
		found = array_at(&report->file_calls, struct file_call, i - 1);
		if (strcmp(found->function, call->function) == 0 &&
		    strcmp(found->argument, call->argument) == 0)
			return found;
		last = i;
		len++;
	}
	if (len == CALLS_MAX)
		return NULL;
	found = array_push(&report->file_calls);
	*found = (struct file_call){ .function = call->function,
				     .argument = call->argument };
	*(last ? &array_at(&report->file_calls, struct file_call, last - 1)
			  ->next
	       : &row->first_call) = report->file_calls.len;
	return found;
}

/* Of files without a fault there is no row, and nothing to say. */
static void add_call(struct report *report, size_t index,
		     const struct call *call)
{
	const struct process *process = report_process(report, index);
	uint32_t file = call->map ? map_of(process, call->map)->file : 0;
	size_t row = report->file_rows[index][file];
	struct file_call *found;

	if (row == SIZE_MAX)
		return;
	found = call_of(report, array_at(&report->files, struct file_row, row),
			call);
	if (!found)
		return;
	found->count++;
	found->bytes += call->len;
	found->len_ns += call->len_ns;
}

static void add_process(struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);
	struct hints hints = hints_of(process);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		size_t row = report_file_index(report, index, fault);

		if (fault->map)
			add_fault(
				report,
				array_at(&report->files, struct file_row, row),
				map_of(process, fault->map), fault,
				hints_at(&hints, fault->map, fault->t_ns,
					 fault->offset));
	}
	for (size_t i = 0; i < process->calls.len; i++)
		add_call(report, index,
			 array_at(&process->calls, struct call, i));
	hints_release(&hints);
}

void report_uses(struct report *report)
{
	for (size_t i = 0; i < report->files.len; i++)
		array_at(&report->files, struct file_row, i)->mapped_first =
			UINT64_MAX;
	for (size_t i = 0; i < report->model->processes.len; i++)
		add_process(report, i);
}
