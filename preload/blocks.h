/*
 * The collector's memory for what comes and goes with each thread of the host.
 * What is given back is kept, up to a bound, and given out again: unmapping
 * interrupts all processors that the host runs on. Collector thread only.
 */
#ifndef MMSTALL_BLOCKS_H
#define MMSTALL_BLOCKS_H

#include <stddef.h>

/* The smaller of the two sizes that are kept; the other is twice as large. */
#define BLOCK_BYTES 4096

/* Memory of our own, zeroed; NULL when there is none. */
void *block_take(size_t bytes);

/* MEMORY may come from sys_alloc() as well. */
void block_give(void *memory, size_t bytes);

/* In a forked child: the parent's collector may have been at it. */
void blocks_forget(void);

#endif
