/*
 * Where files have been mapped, coarsely: so that an munmap of memory that
 * never held one need not be noted. Programs map and unmap anonymous memory
 * all the time, in between the same addresses. Any thread; no locks.
 *
 * One bit stands for all ranges with the same hash; bits are set and never
 * cleared, so the answer errs only towards "may hold".
 */
#ifndef MMSTALL_RANGES_H
#define MMSTALL_RANGES_H

#include <stdbool.h>
#include <stdint.h>

/* A file is mapped on LEN bytes from START. */
void ranges_mark(uint64_t start, uint64_t len);

/* A file was mapped at some time. */
bool ranges_hold_any(void);

/* False: no file was ever marked there. */
bool ranges_may_hold_file(uint64_t start, uint64_t len);

#endif
