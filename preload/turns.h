/*
 * Which thread was the last to wait on a descriptor: the workers of a pool take
 * turns on one epoll, and one that sleeps while another has the turn is idle,
 * not stalled. Any thread; no locks.
 */
#ifndef MMSTALL_TURNS_H
#define MMSTALL_TURNS_H

#include <stdbool.h>
#include <stdint.h>

/* THREAD (index of its slot) begins to wait on descriptor FD. */
void turns_take(uint64_t fd, uint32_t thread);

/* Since THREAD last waited on FD, another one has begun to. */
bool turns_are_others(uint64_t fd, uint32_t thread);

#endif
