/* Runs a configuration, cold or warm, and keeps what came out. */
#ifndef MMSCAN_MEASURE_H
#define MMSCAN_MEASURE_H

#include "mmscan/configuration.h"
#include "mmscan/files.h"

enum cache {
	CACHE_COLD, /* the files are evicted before */
	CACHE_WARM, /* nothing is done before */
	CACHE_COUNT
};

extern const char *const cache_names[CACHE_COUNT];

/* One run: its wall time, and its iterations from thread 0, 1 and so on. */
struct run {
	uint64_t begin_ns, wall_ns;
	uint64_t absent_pages; /* of the files, when it began */
	struct laps *laps;     /* one a thread */
	unsigned threads;
};

/*
 * Exits with one sentence if anything fails, a wrong sum among it. The caller
 * releases the run.
 */
void measure(struct run *run, const struct configuration *configuration,
	     const struct cure *cure, const struct files *files,
	     const struct tuning *tuning, enum cache cache);
void run_release(struct run *run);

#endif
