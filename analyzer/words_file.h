/*
 * The sentences about a file: what was touched, in which order, how it was
 * mapped. Names are escaped here. The caller frees what is returned; NULL:
 * there is nothing to say.
 */
#ifndef MMSTALL_WORDS_FILE_H
#define MMSTALL_WORDS_FILE_H

#include "analyzer/report.h"

/* "(heap)" where it has no path; not escaped, not to be freed. */
const char *words_file_name(const struct file_row *row);

/* Which bytes, and how many were brought in. */
char *words_file_range(const struct file_row *row);

/* A strip of where in the file the time went; of fixed width. */
char *words_file_spread(const struct file_row *row);

/* Which part has most of the time. */
char *words_file_hot(const struct file_row *row);

/* The access pattern with its evidence. */
char *words_file_pattern(const struct file_row *row);

/* Mappings and advice in force when faults were taken. */
char *words_file_uses(const struct report *report, const struct file_row *row);

/* How far its disk is set to read ahead, where that tells something. */
char *words_file_readahead(const struct file_row *row);

/* Calls on its mappings. */
char *words_file_calls(const struct report *report, const struct file_row *row);

#endif
