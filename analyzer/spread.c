/*
 * Which part of a file the time went to.
 */
#include "report.h"

static size_t cell_of(const struct file_row *row, uint64_t offset)
{
	return (size_t)((unsigned __int128)offset * FILE_CELLS /
			row->cells_end);
}

/* Where cell INDEX begins, and the one before ends. */
static uint64_t cell_start(const struct file_row *row, size_t index)
{
	return (uint64_t)(((unsigned __int128)row->cells_end * index +
			   FILE_CELLS - 1) /
			  FILE_CELLS);
}

static void add_process(struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		struct file_row *row = array_at(
			&report->files, struct file_row,
			report_file_index(report, index, fault));

		if (!(fault->flags & FAULT_CALL) && row->kind == MEMORY_FILE)
			row->cell_ns[cell_of(row, fault->offset)] +=
				fault->len_ns;
	}
}

/* At most half of the bytes that were touched: otherwise it says nothing. */
static bool is_small_part(const struct file_row *row, size_t first, size_t end)
{
	uint64_t bytes = cell_start(row, end) - cell_start(row, first);

	return bytes <= (row->last_byte - row->first_byte) / 2;
}

/* The shortest run of cells with nine tenths of the time; of equals the
 * first. */
static void find_hot(struct file_row *row)
{
	size_t first = 0, shortest = FILE_CELLS;
	uint64_t sum_ns = 0, most_ns = 0;

	for (size_t i = 0; i < FILE_CELLS; i++)
		most_ns += row->cell_ns[i];
	most_ns -= most_ns / 10;
	for (size_t end = 1; most_ns && end <= FILE_CELLS; end++) {
		sum_ns += row->cell_ns[end - 1];
		while (first + 1 < end &&
		       sum_ns - row->cell_ns[first] >= most_ns)
			sum_ns -= row->cell_ns[first++];
		if (sum_ns < most_ns || end - first >= shortest ||
		    !is_small_part(row, first, end))
			continue;
		shortest = end - first;
		row->hot_first = cell_start(row, first);
		row->hot_end = cell_start(row, end);
		row->hot_ns = sum_ns;
	}
}

void report_spread(struct report *report)
{
	for (size_t i = 0; i < report->files.len; i++) {
		struct file_row *row = array_at(&report->files, struct file_row,
						i);

		row->cells_end = row->mapped_end > row->last_byte
					 ? row->mapped_end
					 : row->last_byte + 1;
	}
	for (size_t i = 0; i < report->model->processes.len; i++)
		add_process(report, i);
	for (size_t i = 0; i < report->files.len; i++)
		find_hot(array_at(&report->files, struct file_row, i));
}
