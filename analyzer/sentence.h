/*
 * A sentence that grows piece by piece: numbers as people read them, names
 * from logs escaped.
 */
#ifndef MMSTALL_SENTENCE_H
#define MMSTALL_SENTENCE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sentence {
	FILE *stream;
	char *text;
	size_t len;
};

void sentence_begin(struct sentence *sentence);
void sentence_add(struct sentence *sentence, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* NAME escaped, and cut in the middle when it is longer than COLUMNS. */
void sentence_name(struct sentence *sentence, const char *name, size_t columns);

void sentence_duration(struct sentence *sentence, uint64_t ns);
void sentence_bytes(struct sentence *sentence, uint64_t bytes);
void sentence_share(struct sentence *sentence, uint64_t part, uint64_t whole);

/* "1 ONE", "2 MANY". */
void sentence_count(struct sentence *sentence, uint64_t count, const char *one,
		    const char *many);

/* The whole of it; the caller frees it. */
char *sentence_end(struct sentence *sentence);

#endif
