/*
 * One event loop on one thread that scans all files in turns. An iteration is
 * the time from one wait's return to the next wait, as mmstall has it.
 */
#ifndef MMSCAN_LOOPS_H
#define MMSCAN_LOOPS_H

#include "mmscan/configuration.h"

/*
 * Touches mapped files in the loop, which is the hazard; or has them brought
 * in by others first, as the tasks' cure says. Waits in epoll.
 */
void loop_mmap_run(struct scan *scan);

/* Reads by io_uring, waits in io_uring. */
void loop_uring_run(struct scan *scan);
const char *loop_uring_refusal(void);

/* Reads on a pool of threads, waits in epoll. */
void loop_pool_run(struct scan *scan);

#endif
