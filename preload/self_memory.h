/*
 * Reading the process's own memory where nothing is known to be mapped: the
 * kernel copies, so an address that is not there is an answer, not a crash.
 * Raw system calls only; any thread.
 */
#ifndef MMSTALL_SELF_MEMORY_H
#define MMSTALL_SELF_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies LEN bytes at ADDRESS. False: not all of them are readable. */
bool self_read(uint64_t address, void *to, size_t len);

/* Copies at most LEN bytes, up to the first that is not readable: how many. */
size_t self_read_some(uint64_t address, void *to, size_t len);

#endif
