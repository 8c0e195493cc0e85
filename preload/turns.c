#include "turns.h"

#include <stdatomic.h>

/* Descriptors past this are not followed: nobody else has a turn on them. */
#define DESCRIPTORS 4096

static _Atomic uint32_t last[DESCRIPTORS]; /* thread + 1; 0: nobody yet */

void turns_take(uint64_t fd, uint32_t thread)
{
	if (fd < DESCRIPTORS &&
	    atomic_load_explicit(&last[fd], memory_order_relaxed) != thread + 1)
		atomic_store_explicit(&last[fd], thread + 1,
				      memory_order_relaxed);
}

bool turns_are_others(uint64_t fd, uint32_t thread)
{
	return fd < DESCRIPTORS &&
	       atomic_load_explicit(&last[fd], memory_order_relaxed) !=
		       thread + 1;
}
