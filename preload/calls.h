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
	CALL_MMAP,  /* with MAP_POPULATE or MAP_LOCKED */
	CALL_WRITE, /* from here on: of a mapped buffer, argument: how many
		     * major faults the thread had in it */
	CALL_PWRITE,
	CALL_WRITEV,
	CALL_PWRITEV,
	CALL_SEND,
	CALL_SENDTO,
	CALL_SENDMSG,
	CALL_SENDMMSG,
};

/* The call read a buffer; it does not work on the mapping itself. */
static inline bool call_is_of_buffer(enum call_kind kind)
{
	return kind >= CALL_WRITE;
}

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
