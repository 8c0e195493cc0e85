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
	row->first_byte = UINT64_MAX;
	return name->row;
}

/* Which row each file of PROCESS is in; index 0: no mapping known. Rows are
 * made for files that faults refer to only. */
static size_t *rows_of(struct report *report, void **names,
		       const struct process *process)
{
	size_t *rows = must_alloc((process->files.len + 1) * sizeof(*rows));

	for (size_t i = 0; i <= process->files.len; i++)
		rows[i] = SIZE_MAX;
	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		uint32_t id = fault->map ? map_of(process, fault->map)->file
					 : 0;

		if (rows[id] != SIZE_MAX)
			continue;
		if (id)
			rows[id] = row_of(report, names,
					  file_of(process, id)->kind,
					  file_of(process, id)->path);
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

static void add_process(struct report *report, size_t index, void **names,
			struct array *latencies)
{
	const struct process *process = report_process(report, index);
	size_t *rows = rows_of(report, names, process);

	while (latencies->len < report->files.len)
		*(struct array *)array_push(latencies) = ARRAY_OF(uint64_t);
	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		size_t row = rows[fault->map ? map_of(process, fault->map)->file
					     : 0];

		add_fault(array_at(&report->files, struct file_row, row), fault,
			  report->joins[index].charged_ns[i]);
		if (!(fault->flags & FAULT_CALL))
			*(uint64_t *)array_push(array_at(
				latencies, struct array, row)) = fault->len_ns;
	}
	free(rows);
}

static void take_latencies(struct report *report, struct array *latencies)
{
	for (size_t i = 0; i < report->files.len; i++) {
		struct array *values = array_at(latencies, struct array, i);

		quantiles_sort(values->data, values->len);
		array_at(&report->files, struct file_row, i)->latency =
			quantiles_of(values->data, values->len, NULL, 0);
		array_release(values);
	}
}

static int most_blocked_first(const void *left, const void *right)
{
	const struct file_row *a = left, *b = right;

	/* Files before other memory, whatever the time. */
	if ((a->kind == MEMORY_FILE) != (b->kind == MEMORY_FILE))
		return a->kind == MEMORY_FILE ? -1 : 1;
	if (a->loop_ns != b->loop_ns)
		return a->loop_ns < b->loop_ns ? 1 : -1;
	return (a->blocked_ns < b->blocked_ns) -
	       (a->blocked_ns > b->blocked_ns);
}

void report_files(struct report *report)
{
	struct array latencies = ARRAY_OF(struct array);
	void *names = NULL;

	for (size_t i = 0; i < report->model->processes.len; i++)
		add_process(report, i, &names, &latencies);
	tdestroy(names, free);
	take_latencies(report, &latencies);
	array_release(&latencies);
	array_sort(&report->files, most_blocked_first);
}
