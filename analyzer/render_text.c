#include "render_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "render_advice.h"
#include "render_code.h"
#include "render_files.h"
#include "render_indirect.h"
#include "render_stalls.h"
#include "table.h"
#include "units.h"
#include "words.h"
#include "words_advice.h"
#include "words_code.h"
#include "words_program.h"

/* What stands beside a strip. */
#define BESIDE_STRIP 32

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

void render_more(const struct out *out, size_t shown, size_t all)
{
	if (all > shown)
		fprintf(out->stream, "  … and %zu more (--top)\n", all - shown);
}

size_t render_top(const struct report *report, size_t len)
{
	return len < report->options.top ? len : report->options.top;
}

static void render_process(const struct process *process, const struct out *out)
{
	char *program = out_shorten(process->program, out->width / 2);
	char *log = out_shorten(process->log, out->width);
	char text[UNITS_TEXT];

	fprintf(out->stream, "%s%s%s (pid %" PRId64 "), %s recorded\n",
		out_style(out, STYLE_HEADING), program,
		out_style(out, STYLE_PLAIN), process->pid,
		units_moment(text, process->last_ns));
	fprintf(out->stream, "%s%s%s\n", out_style(out, STYLE_FAINT), log,
		out_style(out, STYLE_PLAIN));
	free(program);
	free(log);
}

static void render_title(const struct report *report, const struct out *out)
{
	size_t all = report->processes.len;
	size_t top = render_top(report, all);
	size_t first_without = report->looped_processes > top
				       ? report->looped_processes
				       : top;
	char *part = words_part(report);

	for (size_t i = 0; i < top; i++)
		render_process(*array_at(&report->processes,
					 const struct process *, i),
			       out);
	render_more(out, top, all);
	if (all > first_without)
		fprintf(out->stream, "    %zu of them without an event loop\n",
			all - first_without);
	if (part)
		say(out, 0, part);
}

static void render_verdict(const struct report *report, const struct out *out)
{
	bool is_bad = report->stall_count > 0;
	char *caution = words_caution(report);
	char *advice = words_advice_first(report);

	out_heading(out, "Verdict");
	fputs(out_style(out, report->verdict == VERDICT_NO_STALL ? STYLE_GOOD
			     : is_bad                            ? STYLE_BAD
								 : STYLE_PLAIN),
	      out->stream);
	say(out, 2, words_verdict(report));
	fputs(out_style(out, STYLE_PLAIN), out->stream);
	if (advice)
		say(out, 2, advice);
	if (caution)
		say(out, 2, caution);
}

static void render_coverage(const struct report *report, const struct out *out)
{
	struct trust_line lines[TRUST_LINES];
	size_t count = words_trust(report, lines);

	out_heading(out, "How far to trust it");
	for (size_t i = 0; i < count; i++)
		say_labelled(out, lines[i].about, lines[i].words);
	for (size_t i = 0; i < report->limits.len; i++)
		say_labelled(
			out, "limit",
			words_limit(report, array_at(&report->limits,
						     struct limit_row, i)));
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

/* What is under the name of ROW, a loop or the loops of a program. */
static void render_times(const struct report *report,
			 const struct loop_row *row, const struct out *out)
{
	static const char *const headings[] = { "<",     "p50", "p99",
						"p99.9", "max", "stalls" };
	struct table table = table_of(headings, 6);

	say(out, 2, words_loop_time(report, row));
	if (row->stalls)
		say(out, 2, words_loop_stalls(row));
	if (!row->busy.count)
		return;
	quantile_row(&table, "an iteration took", &row->busy, row->stalls);
	if (thread_is_sampled(row->process, row->thread))
		quantile_row(&table, "without file faults", &row->without,
			     row->stalls_without);
	table_print(&table, out, 4);
}

static void render_loop(const struct report *report, const struct loop_row *row,
			const struct out *out)
{
	char *strip = words_loop_strip(row, out->width - BESIDE_STRIP);

	say(out, 2, words_loop_wait(row));
	render_times(report, row, out);
	if (strip)
		fprintf(out->stream, "    %s\n", strip);
	free(strip);
}

/* Only programs of several processes: a single one speaks for itself. */
static void render_programs(const struct report *report, const struct out *out)
{
	size_t top = render_top(report, report->programs.len);
	bool has_heading = false;

	for (size_t i = 0; i < top; i++) {
		const struct program_row *row = array_at(&report->programs,
							 struct program_row, i);

		if (row->logs == 1)
			continue;
		if (!has_heading)
			out_heading(out, "Programs");
		has_heading = true;
		say(out, 2, words_program(row));
		render_times(report, &row->sum, out);
	}
	if (has_heading)
		render_more(out, top, report->programs.len);
}

static void render_loops(const struct report *report, const struct out *out)
{
	size_t top = render_top(report, report->loops.len);

	if (!report->loops.len)
		return;
	out_heading(out, "Event loops");
	for (size_t i = 0; i < top; i++)
		render_loop(report,
			    array_at(&report->loops, struct loop_row, i), out);
	render_more(out, top, report->loops.len);
}

void render_text(const struct report *report, const struct out *out)
{
	render_title(report, out);
	render_verdict(report, out);
	render_coverage(report, out);
	render_programs(report, out);
	render_loops(report, out);
	render_stalls(report, out);
	render_indirect(report, out);
	render_files(report, out);
	render_arrivals(report, out);
	render_code(report, out);
	render_advice(report, out);
}
