/*
 * Which thread was the last to wait on a descriptor: the workers of a pool take
 * turns on one epoll, and one that sleeps while another has the turn is idle,
 * not stalled. Any thread; no locks.
 */
#ifndef MMSTALL_TURNS_H
#define MMSTALL_TURNS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Descriptors past this are not followed: nobody else has a turn on them. */
#define TURNS_DESCRIPTORS 4096

/* Thread + 1; 0: nobody yet. Any thread. */
extern _Atomic uint32_t turns_last[TURNS_DESCRIPTORS];

/* THREAD (index of its slot) begins to wait on descriptor FD. */
static inline void turns_take(uint64_t fd, uint32_t thread)
{
	if (fd < TURNS_DESCRIPTORS &&
	    atomic_load_explicit(&turns_last[fd], memory_order_relaxed) !=
		    thread + 1)
		atomic_store_explicit(&turns_last[fd], thread + 1,
				      memory_order_relaxed);
}

/* Since THREAD last waited on FD, another one has begun to. */
static inline bool turns_are_others(uint64_t fd, uint32_t thread)
{
	return fd < TURNS_DESCRIPTORS &&
	       atomic_load_explicit(&turns_last[fd], memory_order_relaxed) !=
		       thread + 1;
}

#endif
