/*
 * Text in fixed buffers, without stdio, locale or allocation. Every function
 * keeps the text zero-terminated and cuts what does not fit.
 */
#ifndef MMSTALL_TEXT_H
#define MMSTALL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *data;
	size_t len;
	size_t size; /* of data, terminator included; never 0 */
	bool is_cut;
};

/* Wraps BUFFER (SIZE > 0) as an empty text. */
struct text text_in(char *buffer, size_t size);

void text_add(struct text *text, const char *string);
void text_add_char(struct text *text, char c);
void text_add_u64(struct text *text, uint64_t value);
void text_add_hex(struct text *text, uint64_t value); /* no prefix */

/* A duration as people read it: "850 ns", "41.2 ms", "3.00 s". */
void text_add_duration(struct text *text, uint64_t ns);

/* Reads digits at *AT, moves *AT behind them. False: no digit, or too large. */
bool text_parse_u64(const char **at, uint64_t *value);
bool text_parse_hex(const char **at, uint64_t *value);

#endif
