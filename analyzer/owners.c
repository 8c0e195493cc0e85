/*
 * Who mapped a file: the function that made the first of its mappings whose
 * stack is known.
 */
#include "report.h"

static struct place_function owner_of(const struct report *report,
				      const struct process *process,
				      const struct map *map)
{
	struct fault as_fault = { .stack = map->owner_stack };

	return place_of(report->options.namer, process, &as_fault, 0).function;
}

static void add_process(struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);

	for (uint32_t id = 1; id <= process->maps.len; id++) {
		const struct map *map = map_of(process, id);
		size_t at = report->file_rows[index][map->file];
		struct file_row *row;

		/* Of files without a fault there is no row. */
		if (!map->owner_stack || at == SIZE_MAX)
			continue;
		row = array_at(&report->files, struct file_row, at);
		if (row->kind == MEMORY_FILE && !row->owner.symbol)
			row->owner = owner_of(report, process, map);
	}
}

void report_owners(struct report *report)
{
	for (size_t i = 0;
	     report->options.namer && i < report->model->processes.len; i++)
		add_process(report, i);
}
