#include "render_files.h"

#include <stdlib.h>

#include "render_stalls.h"
#include "table.h"
#include "units.h"
#include "words_code.h"
#include "words_file.h"

/* Notes TEXT under the last row and frees it. */
static void note(struct table *table, char *text)
{
	if (text)
		table_sentence(table, text);
	free(text);
}

/* Of single faults, so where there were only calls there is none. */
static void latency_cell(struct table *table, const struct file_row *row,
			 uint64_t ns)
{
	char text[UNITS_TEXT];

	table_cell(table, row->faults ? units_duration(text, ns) : "-");
}

static void file_cells(struct table *table, const struct file_row *row)
{
	char text[UNITS_TEXT];

	table_row(table);
	table_cell(table, units_duration(text, row->blocked_ns));
	table_cell(table, units_duration(text, row->loop_ns));
	table_cell(table, units_count(text, row->faults));
	table_cell(table, units_count(text, row->major));
	latency_cell(table, row, row->latency.p50_ns);
	latency_cell(table, row, row->latency.p99_ns);
	latency_cell(table, row, row->latency.max_ns);
}

static void file_row(struct table *table, const struct report *report,
		     const struct file_row *row)
{
	char *name = out_escape(words_file_name(row));
	char *spread = words_file_spread(row);

	file_cells(table, row);
	table_note(table, name);
	note(table, words_file_range(row));
	if (spread)
		table_note(table, spread);
	note(table, words_file_hot(row));
	note(table, words_file_pattern(row));
	note(table, words_file_uses(report, row));
	note(table, words_file_readahead(row));
	note(table, words_file_owner(row));
	note(table, words_file_calls(report, row));
	free(spread);
	free(name);
}

void render_files(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "blocked", "in loops", "faults",
						"major",   "p50",      "p99",
						"max" };
	size_t top = render_top(report, report->files.len);
	struct table table = table_of(headings, 7);

	if (!report->files.len)
		return;
	out_heading(out, "Files and memory");
	for (size_t i = 0; i < top; i++)
		file_row(&table, report,
			 array_at(&report->files, struct file_row, i));
	table_print(&table, out, 2);
	render_more(out, top, report->files.len);
}

void render_arrivals(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "came in", "in stalls" };
	size_t top = render_top(report, report->arrivals.len);
	struct table table = table_of(headings, 2);

	if (!report->arrivals.len)
		return;
	out_heading(out, "Files that came into memory");
	for (size_t i = 0; i < top; i++) {
		const struct arrival_row *row = array_at(&report->arrivals,
							 struct arrival_row, i);
		char bytes[UNITS_TEXT];
		char *name = out_escape(row->path);

		table_row(&table);
		table_cell(&table, units_bytes(bytes, row->bytes));
		table_cell(&table, units_bytes(bytes, row->stalled_bytes));
		table_note(&table, name);
		free(name);
	}
	table_print(&table, out, 2);
	render_more(out, top, report->arrivals.len);
	out_paragraph(out, 2,
		      "came in: pages that were found in memory and had not "
		      "been; in stalls: about when an event loop stalled. By "
		      "whom is not known.");
}
