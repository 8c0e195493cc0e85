/*
 * What a report says of one mapped file (or one kind of other memory), over
 * all processes that were blocked on it.
 */
#ifndef MMSTALL_FILE_ROW_H
#define MMSTALL_FILE_ROW_H

#include "analyzer/hints.h"
#include "analyzer/model.h"
#include "analyzer/pattern.h"
#include "analyzer/places.h"
#include "analyzer/quantiles.h"

/* Parts of equal length that a file's mapped bytes are divided into. */
#define FILE_CELLS 40

/* A disk that reads no more pages ahead than this hardly reads ahead: the
 * kernel's own default is 128 KiB. */
#define FILE_READAHEAD_LITTLE 4

struct file_row {
	size_t id; /* its index among the rows */
	enum memory kind;
	const char *path;
	uint64_t faults, major, in_kernel;
	uint64_t code_faults;    /* on executable mappings */
	uint64_t calls, call_ns; /* msync and its kin; in blocked_ns as well */
	uint64_t blocked_ns;
	uint64_t loop_ns;     /* of it, inside iterations of loops */
	uint64_t indirect_ns; /* suspected: loops slept meanwhile */
	struct quantiles latency;
	uint64_t first_byte, last_byte; /* offsets touched */

	bool has_readahead; /* the logs say how far its disk reads ahead: */
	uint64_t readahead_bytes, readahead_pages; /* at most */

	struct place_function owner; /* owners.c; symbol NULL: not known */
	uint64_t owner_ns;           /* blocked on mappings it made */

	/* patterns.c */
	struct pattern pattern;

	/* uses.c */
	uint64_t mapped_first, mapped_end; /* of the mappings touched */
	size_t first_use, first_call; /* index + 1 in the report's; 0: none */

	/* spread.c: blocked time of faults by part, from byte 0 to cells_end */
	uint64_t cell_ns[FILE_CELLS], cells_end;
	/* The shortest run of parts that has nine tenths of it, unless that
	 * says nothing more; hot_ns 0: there is none. */
	uint64_t hot_first, hot_end, hot_ns;
};

/* Mappings of the same kind, with the same advice in force at the time. */
struct file_use {
	size_t next;           /* of the same row, index + 1; 0: none */
	const struct map *map; /* one of them */
	enum hint hint;
	uint64_t faults, blocked_ns;
};

/* The same calls on mappings of a file, long and short. */
struct file_call {
	size_t next; /* of the same row, index + 1; 0: none */
	const char *function, *argument;
	uint64_t count, bytes, len_ns;
};

#endif
