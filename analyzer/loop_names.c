/*
 * What loops are told apart by, where program, thread name and thread id are
 * the same: in containers, every process is number 1.
 */
#include <stdlib.h>
#include <string.h>

#include "programs.h"

/* The folder that all logs are in, as a length of their paths. */
static size_t common_folder(const struct report *report)
{
	const char *first = report_process(report, 0)->log;
	size_t common = strlen(first);

	for (size_t i = 1; i < report->model->processes.len; i++) {
		const char *log = report_process(report, i)->log;
		size_t same = 0;

		while (same < common && log[same] == first[same])
			same++;
		common = same;
	}
	while (common && first[common - 1] != '/')
		common--;
	return common;
}

static int by_name(const struct loop_row *a, const struct loop_row *b)
{
	int order = strcmp(a->process->program, b->process->program);

	if (!order)
		order = strcmp(a->thread->name, b->thread->name);
	if (!order)
		order = (a->thread->tid > b->thread->tid) -
			(a->thread->tid < b->thread->tid);
	return order;
}

static int by_name_and_process(const void *left, const void *right)
{
	const struct loop_row *a = *(struct loop_row *const *)left;
	const struct loop_row *b = *(struct loop_row *const *)right;
	int order = by_name(a, b);

	if (order)
		return order;
	if (a->process != b->process)
		return a->process < b->process ? -1 : 1;
	return (a->loop > b->loop) - (a->loop < b->loop);
}

/* Two loops of the same name, one after the other in that order. */
static void tell_apart(struct loop_row *a, struct loop_row *b, size_t folder)
{
	if (a->process != b->process) {
		a->log = a->process->log + folder;
		b->log = b->process->log + folder;
	} else {
		a->number = loop_id(a->process, a->loop);
		b->number = loop_id(b->process, b->loop);
	}
}

void report_loop_names(struct report *report)
{
	size_t len = report->loops.len, folder;
	struct loop_row **rows;

	if (len < 2)
		return;
	rows = must_alloc(len * sizeof(*rows));
	for (size_t i = 0; i < len; i++)
		rows[i] = array_at(&report->loops, struct loop_row, i);
	qsort(rows, len, sizeof(*rows), by_name_and_process);
	folder = common_folder(report);
	for (size_t i = 1; i < len; i++) {
		if (by_name(rows[i - 1], rows[i]) == 0)
			tell_apart(rows[i - 1], rows[i], folder);
	}
	free(rows);
}
