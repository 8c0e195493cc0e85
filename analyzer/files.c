#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* The rows by kind and path: a file that many processes map is one row. */
struct name {
	enum memory kind;
	const char *path;
	size_t row;
};

static int by_kind_and_path(const void *left, const void *right)
{
	const struct name *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* Other memory is told apart by its kind only. */
static size_t row_of(struct report *report, void **names, enum memory kind,
		     const char *path)
{
	struct name *name = must_alloc(sizeof(*name));
	struct file_row *row;
	struct name **found;

	*name = (struct name){ kind, kind == MEMORY_FILE ? path : "",
			       report->files.len };
	found = tsearch(name, names, by_kind_and_path);
	if (!found)
		array_fail();
	if (*found != name) {
		free(name);
		return (*found)->row;
	}
	row = array_push(&report->files);
	row->kind = kind;
	row->path = name->path;
	row->id = name->row;
	row->first_byte = UINT64_MAX;
	return name->row;
}

/* Of several processes, on several machines maybe, the largest is kept. */
static void note_readahead(struct file_row *row, const struct process *process,
			   const struct file *file)
{
	if (!file->has_readahead ||
	    (row->has_readahead &&
	     row->readahead_bytes >= file->readahead_bytes))
		return;
	row->has_readahead = true;
	row->readahead_bytes = file->readahead_bytes;
	row->readahead_pages = file->readahead_bytes / process->page_bytes;
}

/* The row of FILE of PROCESS. */
static size_t row_of_file(struct report *report, void **names,
			  const struct process *process,
			  const struct file *file)
{
	size_t row = row_of(report, names, file->kind, file->path);

	note_readahead(array_at(&report->files, struct file_row, row), process,
		       file);
	return row;
}

/* Rows are made for files that faults refer to only. */
static size_t *rows_of(struct report *report, void **names,
		       const struct process *process)
{
	size_t *rows = must_alloc((process->files.len + 1) * sizeof(*rows));

	for (size_t i = 0; i <= process->files.len; i++)
		rows[i] = SIZE_MAX;
	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		uint32_t id = fault_file_id(process, fault);

		if (rows[id] != SIZE_MAX)
			continue;
		if (id)
			rows[id] = row_of_file(report, names, process,
					       file_of(process, id));
		else
			rows[0] = row_of(report, names, MEMORY_KINDS, "");
	}
	return rows;
}

static void add_fault(struct file_row *row, const struct fault *fault,
		      uint64_t charged_ns)
{
	if (fault->flags & FAULT_CALL) {
		row->calls++;
		row->call_ns += fault->len_ns;
	} else {
		row->faults++;
	}
	row->major += (fault->flags & FAULT_MAJOR) != 0;
	row->in_kernel += (fault->flags & FAULT_KERNEL) != 0;
	row->blocked_ns += fault->len_ns;
	row->loop_ns += charged_ns;
	if (fault->offset < row->first_byte)
		row->first_byte = fault->offset;
	if (fault->offset > row->last_byte)
		row->last_byte = fault->offset;
}

static void sum_faults(struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		add_fault(array_at(&report->files, struct file_row,
				   report_file_index(report, index, fault)),
			  fault, report->joins[index].charged_ns[i]);
	}
}

/* A suspected indirect stall counts with the file of its longest fault. */
static void sum_indirect(struct report *report)
{
	for (size_t i = 0; i < report->indirect.len; i++) {
		const struct indirect *indirect = array_at(&report->indirect,
							   struct indirect, i);
		size_t index = report_process_index(report,
						    indirect->stall->process);

		if (!indirect->fault)
			continue;
		array_at(&report->files, struct file_row,
			 report_file_index(report, index, indirect->fault))
			->indirect_ns += indirect->overlap_ns;
	}
}

static int most_blocked_first(const void *left, const void *right)
{
	const struct file_row *a = left, *b = right;

	/* Files before other memory, whatever the time. */
	if ((a->kind == MEMORY_FILE) != (b->kind == MEMORY_FILE))
		return a->kind == MEMORY_FILE ? -1 : 1;
	if (a->loop_ns + a->indirect_ns != b->loop_ns + b->indirect_ns)
		return a->loop_ns + a->indirect_ns < b->loop_ns + b->indirect_ns
			       ? 1
			       : -1;
	return (a->blocked_ns < b->blocked_ns) -
	       (a->blocked_ns > b->blocked_ns);
}

/* Sorts the rows, and lets the processes' files follow them. */
static void sort_rows(struct report *report)
{
	size_t *place = must_alloc(report->files.len * sizeof(*place));

	array_sort(&report->files, most_blocked_first);
	for (size_t i = 0; i < report->files.len; i++) {
		struct file_row *row = array_at(&report->files, struct file_row,
						i);

		place[row->id] = i;
		row->id = i;
	}
	for (size_t p = 0; p < report->model->processes.len; p++) {
		size_t *rows = report->file_rows[p];

		for (size_t i = 0; i <= report_process(report, p)->files.len;
		     i++) {
			if (rows[i] != SIZE_MAX)
				rows[i] = place[rows[i]];
		}
	}
	free(place);
}

/* Appends how long the faults of a process took to its files' LATENCIES. */
static void add_latencies(const struct report *report, size_t index,
			  struct array *latencies)
{
	const struct process *process = report_process(report, index);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		size_t row = report_file_index(report, index, fault);

		if (!(fault->flags & FAULT_CALL))
			*(uint64_t *)array_push(
				&latencies[row]) = fault->len_ns;
	}
}

static void take_latencies(struct report *report)
{
	struct array *latencies = must_alloc(report->files.len *
					     sizeof(*latencies));

	for (size_t i = 0; i < report->files.len; i++)
		latencies[i] = ARRAY_OF(uint64_t);
	for (size_t i = 0; i < report->model->processes.len; i++)
		add_latencies(report, i, latencies);
	for (size_t i = 0; i < report->files.len; i++) {
		quantiles_sort(latencies[i].data, latencies[i].len);
		array_at(&report->files, struct file_row, i)->latency =
			quantiles_of(latencies[i].data, latencies[i].len, NULL,
				     0);
		array_release(&latencies[i]);
	}
	free(latencies);
}

void report_files(struct report *report)
{
	void *names = NULL;

	for (size_t i = 0; i < report->model->processes.len; i++) {
		report->file_rows[i] = rows_of(report, &names,
					       report_process(report, i));
		sum_faults(report, i);
	}
	tdestroy(names, free);
	sum_indirect(report);
	sort_rows(report);
	take_latencies(report);
}
