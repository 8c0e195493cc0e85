/*
 * Noting a call on a mapping (calls.h), for the hooks. Neither touches errno.
 */
#ifndef MMSTALL_NOTE_CALL_H
#define MMSTALL_NOTE_CALL_H

#include <stddef.h>
#include <stdint.h>

#include "calls.h"

/* The time now; 0 when nothing is to be noted. */
uint64_t note_call_begin(void);

/*
 * The call on LEN bytes from START has returned: noted when it took at least
 * MMSTALL_MIN_FAULT or is advice. BEGIN_NS is note_call_begin()'s.
 */
void note_call_end(enum call_kind kind, int argument, uintptr_t start,
		   size_t len, uint64_t begin_ns);

#endif
