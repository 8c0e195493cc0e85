/*
 * What to do about the stalls: rules, each with a condition on what the log
 * shows, what it would gain, and which faults that is about. No rule speaks
 * without evidence, and none where its faults hardly matter to the stalls.
 */
#ifndef MMSTALL_ADVICE_H
#define MMSTALL_ADVICE_H

#include "analyzer/file_row.h"
#include "analyzer/whatif.h"

enum advice_kind {
	ADVICE_COLD_START,  /* blocked in the beginning only: warm up */
	ADVICE_SMALL,       /* small: keep it in memory */
	ADVICE_LARGE,       /* large: read it off the loop */
	ADVICE_EVICTED,     /* read, evicted, read again: memory */
	ADVICE_RANDOM,      /* random with readahead on */
	ADVICE_SEQUENTIAL,  /* sequential, but advised random */
	ADVICE_READAHEAD,   /* sequential on a disk that reads nothing ahead */
	ADVICE_SYSTEM_CALL, /* faults inside write, send and their kin */
	ADVICE_CODE,        /* the program's own code */
	ADVICE_CALLS,       /* msync and its kin in the loop */
	ADVICE_SWAP,        /* other memory that had been swapped out */
	ADVICE_LOCK,        /* suspected: a lock held by a blocked thread */
	ADVICE_KINDS,
};

/* A file of at most so many mapped bytes is small. */
#define ADVICE_SMALL_BYTES (UINT64_C(64) << 20)

/* A cold start: nine tenths of the time lie in the first 1/ADVICE_EARLY_PART of
 * the recording, in more than a fault or two, and the loops went on: they made
 * so many iterations for each of these faults. */
#define ADVICE_EARLY_PART       5
#define ADVICE_EARLY_FAULTS_MIN 3
#define ADVICE_EARLY_ITERATIONS 10

/* Advice that takes less than 1/ADVICE_LEAST_PART of the time in stalls away,
 * and makes none of them go, is not worth a line. */
#define ADVICE_LEAST_PART 20

struct advice {
	enum advice_kind kind;
	const struct file_row *file; /* NULL: not about one */
	struct whatif gain;
	bool is_at_most; /* the waits get fewer or shorter, but some remain */
};

struct report;

/* Fills report->advice from all else, the best first. */
void report_advice(struct report *report);

#endif
