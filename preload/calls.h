/*
 * Calls that work on a mapping and can block as a touch does: users move a
 * stall from the touch to the flush or the prefault and wonder. The table is
 * what hooks note, and what the log's "call" records name.
 */
#ifndef MMSTALL_CALLS_H
#define MMSTALL_CALLS_H

#include <stdbool.h>
#include <stdint.h>

enum call_kind {
	CALL_MSYNC,
	CALL_MADVISE,
	CALL_MLOCK,
	CALL_MUNMAP,
	CALL_MMAP, /* with MAP_POPULATE or MAP_LOCKED */
};

/* "msync" and so on. */
const char *call_name(enum call_kind kind);

/* What ARGUMENT (advice, flags) asked for, "" when there is nothing to say. */
const char *call_argument(enum call_kind kind, int argument);

/*
 * The call says how a mapping is going to be used (advice, locks): worth a
 * record however short it was.
 */
bool call_is_advice(enum call_kind kind, int argument);

#endif
