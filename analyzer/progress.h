/*
 * How far reading has come, on a terminal's standard error, when it takes
 * longer than a second.
 */
#ifndef MMSTALL_PROGRESS_H
#define MMSTALL_PROGRESS_H

#include <stdint.h>

/* TOTAL bytes are to be read, in all. */
void progress_begin(uint64_t total);

/* MORE bytes have been read. */
void progress_add(uint64_t more);

/* Clears the line. */
void progress_end(void);

#endif
