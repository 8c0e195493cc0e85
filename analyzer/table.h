/*
 * A small table of text: columns as wide as they need to be, numbers to the
 * right, and under each row, where they are given, lines of their own.
 */
#ifndef MMSTALL_TABLE_H
#define MMSTALL_TABLE_H

#include "analyzer/array.h"
#include "analyzer/out.h"

#define TABLE_COLUMNS 10

struct table {
	const char *const
		*headings; /* "" for none; a leading '<' aligns left */
	size_t columns;
	struct array rows;
};

/* HEADINGS stays valid; COLUMNS of them, at most TABLE_COLUMNS. */
struct table table_of(const char *const *headings, size_t columns);

/* A new row; cells are filled from the left. */
void table_row(struct table *table);

/* The next cell of the last row; TEXT (escaped) is copied. */
void table_cell(struct table *table, const char *text);

/* The line under the last row; TEXT (escaped) is copied. */
void table_note(struct table *table, const char *text);

/* The same for a sentence: its lines end between words. */
void table_sentence(struct table *table, const char *text);

/* Prints it, INDENT spaces in, and releases it. */
void table_print(struct table *table, const struct out *out, size_t indent);

#endif
