#include "render_code.h"

#include <stdlib.h>
#include <string.h>

#include "render_stalls.h"
#include "table.h"
#include "units.h"
#include "words_code.h"

/* Room for the columns beside a name, and the margins. */
#define BESIDE_NAME 40

/* Of callbacks only the time in loops counts: outside there are none. */
static void row(struct table *table, const struct out *out,
		const struct code_row *code, bool is_callback)
{
	char *name = out_shorten(code->function.symbol->name,
				 out->width - BESIDE_NAME);
	char *whole = out_escape(code->function.symbol->name);
	char *line = words_function_line(&code->function);
	char text[UNITS_TEXT];

	table_row(table);
	table_cell(table, name);
	if (!is_callback)
		table_cell(table, units_duration(text, code->blocked_ns));
	table_cell(table, units_duration(text, code->loop_ns));
	table_cell(table, units_count(text, code->faults));
	table_cell(table, units_duration(text, code->longest_ns));
	if (strcmp(name, whole) != 0)
		table_note(table, whole);
	if (line)
		table_note(table, line);
	free(name);
	free(whole);
	free(line);
}

void render_code(const struct report *report, const struct out *out)
{
	static const char *const callback[] = { "<callback", "blocked in loops",
						"faults", "longest" };
	static const char *const function[] = { "<function", "blocked",
						"in loops", "faults",
						"longest" };
	size_t callbacks = render_top(report, report->callbacks.len);
	size_t functions = render_top(report, report->functions.len);
	struct table table = table_of(callback, 4);

	if (!functions)
		return;
	out_heading(out, "Code");
	for (size_t i = 0; i < callbacks; i++) {
		const struct code_row *code = array_at(&report->callbacks,
						       struct code_row, i);

		row(&table, out, code, true);
	}
	if (callbacks)
		table_print(&table, out, 2);
	render_more(out, callbacks, report->callbacks.len);
	table = table_of(function, 5);
	for (size_t i = 0; i < functions; i++) {
		const struct code_row *code = array_at(&report->functions,
						       struct code_row, i);

		row(&table, out, code, false);
	}
	table_print(&table, out, 2);
	render_more(out, functions, report->functions.len);
}
