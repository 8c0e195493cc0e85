/*
 * Where a report goes: standard output, or a file that is there whole or not at
 * all, readable by its owner only.
 */
#ifndef MMSTALL_OUTPUT_H
#define MMSTALL_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "analyzer/err.h"

struct output {
	FILE *stream;
	const char *path; /* NULL: standard output */
	char *temporary;
};

/* PATH NULL: standard output. False: ERR says why. */
bool output_open(struct output *output, const char *path, struct err *err);

/* Puts the file in its place. False: ERR says why, and there is none. */
bool output_close(struct output *output, struct err *err);

#endif
