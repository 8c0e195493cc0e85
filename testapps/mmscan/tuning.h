/* Sizes that the experiment can be varied by. */
#ifndef MMSCAN_TUNING_H
#define MMSCAN_TUNING_H

#include <stdint.h>

struct tuning {
	uint64_t chunk_bytes;  /* what a task does before it yields */
	uint64_t ahead_bytes;  /* how far ahead --cure prefetch fetches */
	uint64_t window_bytes; /* what --cure window populates at a time */
	unsigned pool_threads;
};

#endif
