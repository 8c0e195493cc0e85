/*
 * The log file: whole records into a buffer, the buffer into the file. Writes
 * nothing but whole records in order, so a log that is cut anywhere is
 * readable up to its last complete line. Collector thread only.
 *
 * When the disk refuses (full, quota, file size limit, gone), what is in the
 * buffer waits for the next flush; when the buffer is full too, whole records
 * are dropped and counted. A half-written record is continued, never repeated.
 */
#ifndef MMSTALL_LOG_WRITER_H
#define MMSTALL_LOG_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log_format.h"

#define LOG_BUFFER_BYTES (4u * LOG_LINE_MAX)

/* Left free for the records that end a log, whatever came before. */
#define LOG_RESERVE_BYTES LOG_LINE_MAX

struct log_writer {
	int fd;
	char *buffer;
	size_t len; /* bytes that wait in the buffer */
	uint64_t max_bytes;
	uint64_t taken_bytes; /* of all records taken */
	uint64_t records;     /* taken */
	uint64_t dropped;
	uint64_t first_ns; /* when the oldest waiting byte came; 0: none */
	int error;         /* of the last failed write, an errno; 0: none */
};

/*
 * Creates PATH (it must not exist: O_EXCL, no symbolic link, mode 0600).
 * Returns 0 or -errno.
 */
int log_writer_open(struct log_writer *log, const char *path,
		    uint64_t max_bytes);

/*
 * Takes one record of LEN bytes, newline included; NOW_NS is the time. An
 * ESSENTIAL record (counts, histograms, the trailer) may use the reserve and
 * goes past max_bytes. LEN 0 is a record that was too large: it is dropped.
 */
void log_writer_add(struct log_writer *log, const char *record, size_t len,
		    bool is_essential, uint64_t now_ns);

/* Writes what waits. Keeps what the disk refuses. */
void log_writer_flush(struct log_writer *log);

void log_writer_close(struct log_writer *log);

#endif
