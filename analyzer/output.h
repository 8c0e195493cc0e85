/*
 * Where a report goes: standard output, or a file that is there whole or not at
 * all, readable by its owner only. A symbolic link stays one, and what is no
 * file (a device, a pipe) is written to as it is.
 */
#ifndef MMSTALL_OUTPUT_H
#define MMSTALL_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "analyzer/err.h"

struct output {
	FILE *stream;
	const char *path; /* NULL: standard output */
	char *target;     /* the file to be, and */
	char *temporary;  /* what becomes it; NULL: written to as it is */
};

/* PATH NULL: standard output. False: ERR says why. */
bool output_open(struct output *output, const char *path, struct err *err);

/* Puts the file in its place. False: ERR says why, and there is none. */
bool output_close(struct output *output, struct err *err);

#endif
