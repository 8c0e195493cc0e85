/*
 * Reads logs (docs/log-format.md) into the model: the only user of jansson.
 *
 * Three endings of a log: with its trailer (complete), at a line's end without
 * one (the process was killed: process->end stays NULL), in the middle of a
 * line (process->is_cut). A complete line that is no valid record is an error:
 * something else has written to the file.
 */
#ifndef MMSTALL_LOG_READER_H
#define MMSTALL_LOG_READER_H

#include "analyzer/err.h"
#include "analyzer/model.h"

/*
 * Adds the log at PATH to MODEL as a new process. False: ERR says what is
 * wrong and in which line.
 */
bool log_read(struct model *model, const char *path, struct err *err);

/*
 * The header's "run" of the log at PATH into RUN (of SIZE); "" when it has
 * none, cannot be read or is no log.
 */
void log_read_run(const char *path, char *run, size_t size);

#endif
