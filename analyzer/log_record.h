/*
 * One record while it is read: typed, range-checked access to its keys. The
 * first wrong key fills the error; later calls then do nothing, so that a
 * record is read key by key and checked once at its end. For the files
 * log_*.c only.
 */
#ifndef MMSTALL_LOG_RECORD_H
#define MMSTALL_LOG_RECORD_H

#include <jansson.h>

#include "analyzer/err.h"
#include "analyzer/flat.h"
#include "analyzer/model.h"

struct log_record {
	json_t *object;    /* NULL: it is in `flat` */
	struct flat *flat; /* the reader's */
	const char *kind;  /* the first key */
	const char *path;
	unsigned long line;
	struct err *err;
	bool is_broken;
};

/* Says what is wrong with the record: FORMAT completes "FILE: line N: ". */
void record_break(struct log_record *record, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The integer at KEY, from MIN to MAX; a key that is missing is an error. */
int64_t record_int(struct log_record *record, const char *key, int64_t min,
		   int64_t max);

/* The same; MISSING when the key is not there. */
int64_t record_int_or(struct log_record *record, const char *key, int64_t min,
		      int64_t max, int64_t missing);

/* A count, length or time that cannot be negative. */
uint64_t record_count(struct log_record *record, const char *key);
uint64_t record_count_or(struct log_record *record, const char *key,
			 uint64_t missing);

/* A time, which can. Also remembers the latest for the process. */
int64_t record_time(struct log_record *record, struct process *process);

/* The id at KEY: 1 … COUNT of what was read before. */
uint32_t record_ref(struct log_record *record, const char *key, size_t count);

/* "0x…" as a number. */
uint64_t record_hex(struct log_record *record, const char *key);

/* The string at KEY, or MISSING (which may be NULL: then it must be there). */
const char *record_text(struct log_record *record, const char *key,
			const char *missing);

bool record_flag(struct log_record *record, const char *key);
bool record_has(const struct log_record *record, const char *key);

/* log_kinds.c: ids are given out in order, so RECORD's is the next of ARRAY.
 * Otherwise it is broken. */
bool record_is_next(struct log_record *record, const struct array *array);

/* log_kinds.c: puts RECORD into PROCESS; counts what it does not know. */
void record_take(struct log_record *record, struct process *process);

#endif
