/*
 * Finding the logs that a run has left: by the id that `mmstall run` gave it,
 * which every log of the run has in its header.
 */
#ifndef MMSTALL_RUN_LOGS_H
#define MMSTALL_RUN_LOGS_H

#include "analyzer/array.h"

#define RUN_ID_SIZE 33

void run_logs_make_id(char id[RUN_ID_SIZE]);

/*
 * Paths (char *) of the logs with ID among the files that PATTERN (MMSTALL_LOG;
 * NULL: its default) can have named, sorted by name.
 */
struct array run_logs_find(const char *pattern, const char *id);
void run_logs_release(struct array *logs);

#endif
