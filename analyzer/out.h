/*
 * Text for a person: a terminal of some width, with or without colour, or a
 * file. What comes from logs goes through escaping first, so that no name can
 * steer the terminal or pretend to be something else.
 */
#ifndef MMSTALL_OUT_H
#define MMSTALL_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define OUT_WIDTH_MIN 70
#define OUT_WIDTH_MAX 120

struct out {
	FILE *stream;
	bool has_colour;
	size_t width; /* columns */
};

/* STREAM as it is: colour only on a terminal and without NO_COLOR, its width
 * or 80 columns. */
struct out out_for(FILE *stream);

enum style {
	STYLE_PLAIN,
	STYLE_HEADING,
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_FAINT,
};

/* Before and after styled text; "" without colour. */
const char *out_style(const struct out *out, enum style style);

/*
 * TEXT with every control character, every invisible or direction-changing
 * one, and every byte that is not UTF-8, as an escape that can be seen. The
 * caller frees it.
 */
char *out_escape(const char *text);

/* The same, cut in the middle to at most COLUMNS. The caller frees it. */
char *out_shorten(const char *text, size_t columns);

/* Columns that escaped TEXT takes. */
size_t out_columns(const char *text);

/* TEXT (escaped) as a paragraph, each line after INDENT spaces. */
void out_paragraph(const struct out *out, size_t indent, const char *text);

/* The same, when the first line has its INDENT columns already. */
void out_hanging(const struct out *out, size_t indent, const char *text);

/* TEXT (escaped) as it is, on as many lines as it takes: a path. */
void out_broken(const struct out *out, size_t indent, const char *text);

/* A blank line and a heading. */
void out_heading(const struct out *out, const char *text);

#endif
