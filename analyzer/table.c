#include "table.h"

#include <stdlib.h>

struct note {
	char *text;
	void (*print)(const struct out *out, size_t indent, const char *text);
};

struct row {
	char *cell[TABLE_COLUMNS];
	size_t cells;
	struct array notes; /* struct note */
};

struct table table_of(const char *const *headings, size_t columns)
{
	return (struct table){ .headings = headings,
			       .columns = columns,
			       .rows = ARRAY_OF(struct row) };
}

static struct row *last_row(struct table *table)
{
	return array_at(&table->rows, struct row, table->rows.len - 1);
}

void table_row(struct table *table)
{
	struct row *row = array_push(&table->rows);

	row->notes = ARRAY_OF(struct note);
}

void table_cell(struct table *table, const char *text)
{
	struct row *row = last_row(table);

	if (row->cells < table->columns)
		row->cell[row->cells++] = must_copy(text);
}

void table_note(struct table *table, const char *text)
{
	*(struct note *)array_push(&last_row(table)->notes) = (struct note){
		must_copy(text), out_broken
	};
}

void table_sentence(struct table *table, const char *text)
{
	*(struct note *)array_push(&last_row(table)->notes) = (struct note){
		must_copy(text), out_paragraph
	};
}

static const char *heading(const struct table *table, size_t column)
{
	const char *text = table->headings[column];

	return text + (text[0] == '<');
}

static size_t width_of(const struct table *table, size_t column)
{
	size_t width = out_columns(heading(table, column));

	for (size_t i = 0; i < table->rows.len; i++) {
		const struct row *row = array_at(&table->rows, struct row, i);
		size_t columns = column < row->cells
					 ? out_columns(row->cell[column])
					 : 0;

		if (columns > width)
			width = columns;
	}
	return width;
}

/* Columns of ROW up to the last one that has something in it. */
static size_t used_columns(const struct row *row)
{
	size_t used = row->cells;

	while (used && !row->cell[used - 1][0])
		used--;
	return used;
}

static void print_row(const struct table *table, const struct out *out,
		      size_t indent, const size_t *width, const struct row *row)
{
	size_t used = used_columns(row);

	fprintf(out->stream, "%*s", (int)indent, "");
	for (size_t column = 0; column < used; column++) {
		const char *text = row->cell[column];
		int pad = (int)(width[column] - out_columns(text));
		bool is_left = table->headings[column][0] == '<';
		bool is_last = column + 1 == used;

		fprintf(out->stream, "%*s%s%*s%s", is_left ? 0 : pad, "", text,
			is_left && !is_last ? pad : 0, "", is_last ? "" : "  ");
	}
	fputc('\n', out->stream);
	for (size_t i = 0; i < row->notes.len; i++) {
		const struct note *note = array_at(&row->notes, struct note, i);

		fprintf(out->stream, "%s", out_style(out, STYLE_FAINT));
		note->print(out, indent + 4, note->text);
		fprintf(out->stream, "%s", out_style(out, STYLE_PLAIN));
	}
}

static void release_row(struct row *row)
{
	for (size_t i = 0; i < row->cells; i++)
		free(row->cell[i]);
	for (size_t i = 0; i < row->notes.len; i++)
		free(array_at(&row->notes, struct note, i)->text);
	array_release(&row->notes);
}

void table_print(struct table *table, const struct out *out, size_t indent)
{
	struct row headings = { .cells = table->columns };
	size_t width[TABLE_COLUMNS];

	for (size_t i = 0; i < table->columns; i++) {
		headings.cell[i] = (char *)heading(table, i);
		width[i] = width_of(table, i);
	}
	fputs(out_style(out, STYLE_FAINT), out->stream);
	print_row(table, out, indent, width, &headings);
	fputs(out_style(out, STYLE_PLAIN), out->stream);
	for (size_t i = 0; i < table->rows.len; i++) {
		struct row *row = array_at(&table->rows, struct row, i);

		print_row(table, out, indent, width, row);
		release_row(row);
	}
	array_release(&table->rows);
}
