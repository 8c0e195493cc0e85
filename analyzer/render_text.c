#include "render_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"
#include "units.h"
#include "words.h"

/* Prints TEXT as a paragraph and frees it. */
static void say(const struct out *out, size_t indent, char *text)
{
	out_paragraph(out, indent, text);
	free(text);
}

/* "  label    text…", the text wrapped beside its label; frees TEXT. */
static void say_labelled(const struct out *out, const char *label, char *text)
{
	enum {
		BESIDE = 12
	};

	fprintf(out->stream, "  %s%-*s%s", out_style(out, STYLE_FAINT),
		BESIDE - 2, label, out_style(out, STYLE_PLAIN));
	out_hanging(out, BESIDE, text);
	free(text);
}

static void render_title(const struct report *report, const struct out *out)
{
	char text[UNITS_TEXT];

	for (size_t i = 0; i < report->model->processes.len; i++) {
		const struct process *process = report_process(report, i);
		char *program = out_escape(process->program);
		char *log = out_shorten(process->log, out->width - 8);

		fprintf(out->stream, "%s%s%s (pid %" PRId64 "), %s recorded\n",
			out_style(out, STYLE_HEADING), program,
			out_style(out, STYLE_PLAIN), process->pid,
			units_duration(text,
				       process->last_ns > 0
					       ? (uint64_t)process->last_ns
					       : 0));
		fprintf(out->stream, "%s%s%s\n", out_style(out, STYLE_FAINT),
			log, out_style(out, STYLE_PLAIN));
		free(program);
		free(log);
	}
}

static void render_verdict(const struct report *report, const struct out *out)
{
	bool is_bad = report->stall_count > 0;
	char *caution = words_caution(report);

	out_heading(out, "Verdict");
	fputs(out_style(out, report->verdict == VERDICT_NO_STALL ? STYLE_GOOD
			     : is_bad                            ? STYLE_BAD
								 : STYLE_PLAIN),
	      out->stream);
	say(out, 2, words_verdict(report));
	fputs(out_style(out, STYLE_PLAIN), out->stream);
	if (caution)
		say(out, 2, caution);
}

static void render_coverage(const struct report *report, const struct out *out)
{
	out_heading(out, "How far to trust it");
	if (report->coverage.sampled_logs) {
		say_labelled(out, "faults", words_faults(report));
		say_labelled(out, "blocking", words_labels(report));
	}
	say_labelled(out, "log", words_ending(report));
	for (size_t i = 0; i < report->model->processes.len; i++) {
		const struct process *process = report_process(report, i);

		for (size_t k = 0; k < process->limits.len; k++)
			say_labelled(out, "limit",
				     words_limit(process,
						 array_at(&process->limits,
							  struct limit, k)));
	}
}

static void quantile_row(struct table *table, const char *name,
			 const struct quantiles *quantiles, uint64_t stalls)
{
	char text[UNITS_TEXT];

	table_row(table);
	table_cell(table, name);
	table_cell(table, units_duration(text, quantiles->p50_ns));
	table_cell(table, units_duration(text, quantiles->p99_ns));
	table_cell(table, units_duration(text, quantiles->p999_ns));
	table_cell(table, units_duration(text, quantiles->max_ns));
	table_cell(table, units_count(text, stalls));
}

static void render_loop(const struct loop_row *row, const struct out *out)
{
	static const char *const headings[] = { "<",     "p50", "p99",
						"p99.9", "max", "stalls" };
	struct table table = table_of(headings, 6);
	char count[UNITS_TEXT], busy[UNITS_TEXT], file[UNITS_TEXT],
		share[UNITS_TEXT];
	char *name = words_loop(row);
	char *wait = out_escape(row->loop->wait);

	fprintf(out->stream, "  %s, in %s", name, wait);
	if (row->loop->epoll_fd >= 0)
		fprintf(out->stream, " on %" PRId64, row->loop->epoll_fd);
	fprintf(out->stream,
		"\n  %s iterations, busy %s, of it %s (%s) blocked on mapped "
		"files\n",
		units_count(count, row->busy.count),
		units_duration(busy, row->busy_ns),
		units_duration(file, row->file_ns),
		units_share(share, row->file_ns, row->busy_ns));
	quantile_row(&table, "an iteration took", &row->busy, row->stalls);
	quantile_row(&table, "without file faults", &row->without,
		     row->stalls_without);
	table_print(&table, out, 4);
	free(name);
	free(wait);
}

static void more(const struct out *out, size_t shown, size_t all)
{
	if (all > shown)
		fprintf(out->stream, "  … and %zu more (--top)\n", all - shown);
}

static size_t top_of(const struct report *report, size_t len)
{
	return len < report->options.top ? len : report->options.top;
}

static void render_loops(const struct report *report, const struct out *out)
{
	size_t top = top_of(report, report->loops.len);

	if (!report->loops.len)
		return;
	out_heading(out, "Event loops");
	for (size_t i = 0; i < top; i++)
		render_loop(array_at(&report->loops, struct loop_row, i), out);
	more(out, top, report->loops.len);
}

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

/* "server+0x1234": the module and the offset in it. */
static char *code_place(const struct process *process, uint32_t id)
{
	const struct code *code = array_at(&process->codes, struct code,
					   id - 1);
	const struct map *map = code->map ? map_of(process, code->map) : NULL;
	const char *path = map ? file_of(process, map->file)->path : "";
	const char *base = strrchr(path, '/');
	char *name = out_escape(base ? base + 1 : path);
	char *text = must_alloc(strlen(name) + 64);

	if (map && path[0])
		sprintf(text, "%s+0x%" PRIx64, name,
			code->ip - map->start + map->offset);
	else
		sprintf(text, "code at 0x%" PRIx64, code->ip);
	free(name);
	return text;
}

static void note_fault(struct table *table, const struct out *out,
		       const struct stall *stall)
{
	const struct fault *fault = stall->longest;
	char length[UNITS_TEXT], offset[UNITS_TEXT];
	char *place, *code, *text;

	if (!fault)
		return;
	place = out_shorten(fault_place(stall->process, fault), out->width - 8);
	table_note(table, place);
	code = fault->code ? code_place(stall->process, fault->code)
			   : must_copy(fault->flags & FAULT_KERNEL
					       ? "inside a system call"
					       : "unknown code");
	text = must_alloc(strlen(code) + 160);
	sprintf(text, "byte %s, %s, from %s%s%s",
		units_count(offset, fault->offset),
		units_duration(length, fault->len_ns), code,
		stall->joined->count > 1 ? " (the longest)" : "",
		fault->flags & FAULT_OPEN ? " (had not ended)" : "");
	table_note(table, text);
	free(place);
	free(code);
	free(text);
}

static void stall_row(struct table *table, const struct out *out,
		      const struct stall *stall)
{
	const struct iteration *iteration = stall->iteration;
	uint64_t begin_ns = iteration->t_ns > 0 ? (uint64_t)iteration->t_ns : 0;
	char text[UNITS_TEXT];

	table_row(table);
	table_cell(table, units_duration(text, begin_ns));
	table_cell(table, units_duration(text, report_stall_ns(iteration,
							       stall->joined)));
	table_cell(table, units_duration(text, stall->joined->file_ns));
	table_cell(table, units_duration(text, stall->joined->other_ns));
	table_cell(table, units_duration(text, stall->rest_ns));
	table_cell(table, units_count(text, stall->joined->count));
	table_cell(table, units_count(text, iteration->ready));
	table_cell(table, iteration->has_after
				  ? units_count(text, iteration->after_ready)
				  : "-");
	note_fault(table, out, stall);
}

static void render_stalls(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "at",    "length", "on files",
						"other", "rest",   "faults",
						"ready", "behind" };
	size_t top = top_of(report, report->stalls.len);
	struct table table = table_of(headings, 8);

	if (!report->stalls.len)
		return;
	out_heading(out, "Worst stalls");
	for (size_t i = 0; i < top; i++)
		stall_row(&table, out,
			  array_at(&report->stalls, struct stall, i));
	table_print(&table, out, 2);
	more(out, top, report->stalls.len);
	out_paragraph(out, 2,
		      "length = blocked on files + on other memory + the rest "
		      "(CPU, locks, blocking calls); ready: events at its "
		      "start; behind: events that had queued up at its end.");
}

static const char *row_name(const struct file_row *row)
{
	static const char *const names[] = {
		[MEMORY_FILE] = "(files whose name is not known)",
		[MEMORY_ANONYMOUS] = "(anonymous memory)",
		[MEMORY_HEAP] = "(heap)",
		[MEMORY_STACK] = "(stack)",
		[MEMORY_SPECIAL] = "(special memory)",
		[MEMORY_KINDS] = "(addresses in no known mapping)",
	};

	return row->path[0] && row->kind == MEMORY_FILE ? row->path
							: names[row->kind];
}

static void file_row(struct table *table, const struct out *out,
		     const struct file_row *row)
{
	char text[UNITS_TEXT], first[UNITS_TEXT], last[UNITS_TEXT];
	char *name = out_shorten(row_name(row), out->width - 6);
	char range[UNITS_TEXT * 3];

	table_row(table);
	table_cell(table, units_duration(text, row->blocked_ns));
	table_cell(table, units_duration(text, row->loop_ns));
	table_cell(table, units_count(text, row->faults));
	table_cell(table, units_count(text, row->major));
	table_cell(table, units_duration(text, row->latency.p50_ns));
	table_cell(table, units_duration(text, row->latency.p99_ns));
	table_cell(table, units_duration(text, row->latency.max_ns));
	snprintf(range, sizeof(range), "%s..%s",
		 units_bytes(first, row->first_byte),
		 units_bytes(last, row->last_byte));
	table_cell(table, row->kind == MEMORY_FILE ? range : "");
	table_note(table, name);
	free(name);
}

static void render_files(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "blocked", "in loops", "faults",
						"major",   "p50",      "p99",
						"max",     "offsets" };
	size_t top = top_of(report, report->files.len);
	struct table table = table_of(headings, 8);

	if (!report->files.len)
		return;
	out_heading(out, "Files and memory");
	for (size_t i = 0; i < top; i++)
		file_row(&table, out,
			 array_at(&report->files, struct file_row, i));
	table_print(&table, out, 2);
	more(out, top, report->files.len);
}

void render_text(const struct report *report, const struct out *out)
{
	render_title(report, out);
	render_verdict(report, out);
	render_coverage(report, out);
	render_loops(report, out);
	render_stalls(report, out);
	render_files(report, out);
}
