#include "render_indirect.h"

#include <stdlib.h>

#include "render_stalls.h"
#include "table.h"
#include "units.h"
#include "words_indirect.h"

static void indirect_row(struct table *table, const struct report *report,
			 const struct indirect *indirect)
{
	const struct iteration *iteration = indirect->stall->iteration;
	char text[UNITS_TEXT];
	char *words = words_indirect(report, indirect);
	char *sleep = words_indirect_sleep(report, indirect);

	table_row(table);
	table_cell(table, units_moment(text, iteration->t_ns));
	table_cell(table, units_duration(text, iteration->len_ns));
	table_cell(table, units_duration(text, indirect->asleep_ns));
	table_cell(table, units_duration(text, indirect->overlap_ns));
	render_note_loop(table, report, indirect->stall);
	if (words)
		table_sentence(table, words);
	if (sleep)
		table_sentence(table, sleep);
	free(words);
	free(sleep);
}

void render_indirect(const struct report *report, const struct out *out)
{
	static const char *const headings[] = { "at", "length", "asleep",
						"meanwhile" };
	size_t top = render_top(report, report->indirect.len);
	struct table table = table_of(headings, 4);

	if (!report->indirect.len)
		return;
	out_heading(out, "Suspected indirect stalls");
	for (size_t i = 0; i < top; i++)
		indirect_row(&table, report,
			     array_at(&report->indirect, struct indirect, i));
	table_print(&table, out, 2);
	render_more(out, top, report->indirect.len);
	out_paragraph(out, 2,
		      "asleep: neither in a fault nor in a wait for events; "
		      "meanwhile: of it, while another thread was blocked on a "
		      "mapped file. The loop may have waited for a lock which "
		      "that thread held, such as CPython's interpreter lock.");
}
