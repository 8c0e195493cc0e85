/*
 * The scan of one file, in steps: a task adds up a chunk, then lets others
 * have the thread. What a program does that reads a file in an event loop.
 */
#ifndef MMSCAN_TASK_H
#define MMSCAN_TASK_H

#include "mmscan/cures.h"
#include "mmscan/files.h"
#include "common/pool.h"
#include "mmscan/tuning.h"

#include <stdbool.h>

struct task {
	const struct scan_file *file;
	const struct tuning *tuning;
	const struct cure *cure;
	/* A descriptor of its own: readahead remembers what it was used for. */
	int fd;
	unsigned char *base;   /* of the mapping; NULL: not mapped yet */
	unsigned char *buffer; /* for reading a chunk; NULL: a mapped scan */
	uint64_t at;           /* what comes before it is added up */
	uint64_t sum;
	/* Of loops that have the bytes brought in elsewhere (cures.h). */
	struct pool_job job;
	bool job_is_under_way;
	bool waits_for_job;
	uint64_t ready_to; /* what comes before it is in memory */
};

/* With a buffer for reading chunks, or without one. */
void task_init(struct task *task, const struct scan_file *file,
	       const struct tuning *tuning, const struct cure *cure,
	       bool with_buffer);
void task_release(struct task *task);

static inline bool task_is_over(const struct task *task)
{
	return task->at == task->file->size_bytes;
}

/* Of the chunk that is next, the last of a file may be a short one. */
uint64_t task_chunk_bytes(const struct task *task);

/* First step of a mapped scan: the mapping, with its cure. Exits on failure. */
void task_map(struct task *task);

/* A step each; the second has the chunk in its buffer. */
void task_add_mapped(struct task *task);
void task_add_read(struct task *task);

/* Reads the chunk that is next into the buffer. Exits on failure. */
void task_read(struct task *task);

/* Exits unless a read of the chunk that is next gave result. */
void task_check_read(const struct task *task, int64_t result);

#endif
