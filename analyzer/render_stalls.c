#include "render_stalls.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sentence.h"
#include "table.h"
#include "units.h"
#include "words.h"
#include "words_code.h"

#define TASK_COLUMNS 60

/* What FAULT was on: a path, or words for other memory. */
static const char *fault_place(const struct process *process,
			       const struct fault *fault)
{
	static const char *const names[MEMORY_KINDS] = {
		[MEMORY_FILE] = "a file whose name is not known",
		[MEMORY_ANONYMOUS] = "anonymous memory",
		[MEMORY_HEAP] = "the heap",
		[MEMORY_STACK] = "a stack",
		[MEMORY_SPECIAL] = "special memory",
	};
	const struct file *file = fault_file(process, fault);

	if (!file)
		return "an address in no known mapping";
	if (file->kind == MEMORY_FILE && file->path[0])
		return file->path;
	return names[file->kind];
}

/* "msync sync of 8,192 bytes at 4,096, 31.2 ms (the longest)" */
static char *call_words(const struct stall *stall)
{
	const struct fault *fault = stall->longest;
	const struct call *call = array_at(&stall->process->calls, struct call,
					   fault->code - 1);
	char length[UNITS_TEXT], offset[UNITS_TEXT], size[UNITS_TEXT];
	char *function = out_escape(call->function);
	char *argument = out_escape(call->argument);
	char *text = must_alloc(strlen(function) + strlen(argument) + 160);

	sprintf(text, "%s%s%s of %s bytes at %s, %s%s", function,
		argument[0] ? " " : "", argument, units_count(size, call->len),
		units_count(offset, fault->offset),
		units_duration(length, fault->len_ns),
		stall->joined->faults > 1 ? " (the longest)" : "");
	free(function);
	free(argument);
	return text;
}

/* "from read_page (index.c:44), in callback on_request" */
static char *code_words(const struct report *report, const struct stall *stall)
{
	char *place = words_place(report, stall->process, stall->longest);

	if (place)
		return place;
	return must_copy(stall->longest->flags & FAULT_KERNEL
				 ? "inside a system call"
				 : "from unknown code");
}

/* "byte 4,096, 20.4 ms, from read_page (index.c:44) (the longest)" */
static char *fault_words(const struct report *report, const struct stall *stall)
{
	const struct fault *fault = stall->longest;
	char length[UNITS_TEXT], offset[UNITS_TEXT], where[2 * UNITS_TEXT];
	char *code, *text;

	if (fault->flags & FAULT_CALL)
		return call_words(stall);
	if (fault->map)
		sprintf(where, "byte %s", units_count(offset, fault->offset));
	else
		sprintf(where, "address 0x%" PRIx64, fault->offset);
	code = code_words(report, stall);
	text = must_alloc(strlen(code) + 200);
	sprintf(text, "%s%s, %s, %s%s%s", where,
		fault_is_execution(stall->process, fault)
			? " (code that was to run)"
		: fault_is_swap_in(stall->process, fault)
			? " (swapped out before)"
			: "",
		units_duration(length, fault->len_ns), code,
		stall->joined->faults > 1 ? " (the longest)" : "",
		fault->flags & FAULT_OPEN ? " (had not ended)" : "");
	free(code);
	return text;
}

/* Notes TEXT, if there is any, and frees it. */
static void note(struct table *table, char *text)
{
	if (text)
		table_sentence(table, text);
	free(text);
}

static void note_fault(struct table *table, const struct report *report,
		       const struct out *out, const struct stall *stall)
{
	char *place, *text;

	if (!stall->longest)
		return;
	place = out_shorten(fault_place(stall->process, stall->longest),
			    out->width - 6);
	text = fault_words(report, stall);
	table_note(table, place);
	table_sentence(table, text);
	free(place);
	free(text);
}

/* What the program says that it was doing. */
static void note_task(struct table *table, const struct stall *stall)
{
	struct sentence words;
	char *text;

	if (!stall->task)
		return;
	sentence_begin(&words);
	sentence_add(&words, "in task ");
	sentence_name(&words, stall->task->name, TASK_COLUMNS);
	text = sentence_end(&words);
	table_note(table, text);
	free(text);
}

void render_note_loop(struct table *table, const struct report *report,
		      const struct stall *stall)
{
	for (size_t i = 0; report->loops.len > 1 && i < report->loops.len;
	     i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);
		char *name;

		if (row->loop != stall->loop)
			continue;
		name = words_loop(row);
		table_note(table, name);
		free(name);
	}
}

/* What the stall was made of; "-" where no fault could be seen. */
static void part_cells(struct table *table, const struct stall *stall)
{
	char text[UNITS_TEXT];

	if (!thread_is_sampled(stall->process, stall->thread)) {
		for (int i = 0; i < 4; i++)
			table_cell(table, "-");
		return;
	}
	table_cell(table, units_duration(text, stall->joined->file_ns));
	table_cell(table, units_duration(text, stall->joined->other_ns));
	table_cell(table, units_duration(text, stall->rest_ns));
	table_cell(table, units_count(text, stall->joined->faults));
}

static void stall_row(struct table *table, const struct report *report,
		      const struct out *out, const struct stall *stall)
{
	const struct iteration *iteration = stall->iteration;
	char text[UNITS_TEXT];

	table_row(table);
	table_cell(table, units_moment(text, iteration->t_ns));
	table_cell(table, units_duration(text, report_stall_ns(iteration,
							       stall->joined)));
	part_cells(table, stall);
	table_cell(table, units_count(text, iteration->ready));
	table_cell(table, iteration->has_after
				  ? units_count(text, queued_behind(iteration))
				  : "-");
	render_note_loop(table, report, stall);
	note_task(table, stall);
	note_fault(table, report, out, stall);
	note(table, words_stall_files(report, stall));
	note(table, words_rest(stall));
	note(table, words_counted(stall));
}

void render_stalls(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "at",    "length", "on files",
						"other", "rest",   "faults",
						"ready", "behind" };
	size_t top = render_top(report, report->stalls.len);
	struct table table = table_of(headings, 8);

	if (!report->stalls.len)
		return;
	out_heading(out, "Worst stalls");
	for (size_t i = 0; i < top; i++)
		stall_row(&table, report, out,
			  array_at(&report->stalls, struct stall, i));
	table_print(&table, out, 2);
	render_more(out, top, report->stalls.len);
	out_paragraph(out, 2,
		      "length = blocked on files + on other memory + the rest "
		      "(CPU, locks, blocking calls: not known unless said); "
		      "ready: events at its start; behind: events that had "
		      "queued up at its end.");
}
