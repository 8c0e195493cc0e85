/*
 * Characters of UTF-8 text: what they are and how wide a terminal shows them.
 * Our own tables, because the C library's depend on the locale, and a report
 * does not.
 */
#ifndef MMSTALL_CHARACTERS_H
#define MMSTALL_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one character at S; its bytes, 0 when it is not UTF-8. */
size_t text_decode(const unsigned char *s, uint32_t *code);

/* Characters that a reader would not see, or that change how others look. */
bool text_is_hidden(uint32_t code);

/* Columns of the character at *TEXT; moves *TEXT behind it. */
size_t text_columns(const char **text);

#endif
