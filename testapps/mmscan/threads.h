/* Scans without an event loop: a thread a file, or one thread for all. */
#ifndef MMSCAN_THREADS_H
#define MMSCAN_THREADS_H

#include "mmscan/configuration.h"

/* All at once. An iteration is a step: a chunk of one file. */
void threads_run(struct scan *scan);

/* One file after the other. */
void single_run(struct scan *scan);

#endif
