/*
 * A file with every run and every iteration, lines of CSV after a header; what
 * mmscan plot draws.
 *	kind		"run" or "iteration"
 *	configuration, cache, cure
 *	run		number, from 0
 *	tid		id of the thread; of a run 0
 *	start_ns	CLOCK_MONOTONIC
 *	duration_ns
 */
#ifndef MMSCAN_ITERATIONS_H
#define MMSCAN_ITERATIONS_H

#include "mmscan/results.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define ITERATIONS_HEADER \
	"kind,configuration,cache,cure,run,tid,start_ns,duration_ns\n"

enum {
	ITERATIONS_WORD_BYTES = 32
};

struct iteration {
	bool is_run;
	char configuration[ITERATIONS_WORD_BYTES];
	char cache[ITERATIONS_WORD_BYTES];
	char cure[ITERATIONS_WORD_BYTES];
	unsigned run;
	int tid;
	uint64_t start_ns, duration_ns;
};

/* Each exits with one sentence when the file cannot be written. */
FILE *iterations_open(const char *path);
void iterations_add(FILE *to, const struct result *of, unsigned number,
		    const struct run *run);
void iterations_close(FILE *to, const char *path);

/* One line of such a file, other than the header; false if it is none. */
bool iteration_parse(const char *line, struct iteration *to);

#endif
