/*
 * All the measurements that the options ask for, in an order that is fair:
 * each configuration once, then each a second time, and so on.
 */
#ifndef MMSCAN_EXPERIMENT_H
#define MMSCAN_EXPERIMENT_H

#include "mmscan/options.h"
#include "mmscan/results.h"

/* A configuration with a cure, and its runs, if it is asked for both caches. */
struct cell {
	const struct configuration *configuration;
	const struct cure *cure;
	struct run *runs[CACHE_COUNT];
};

struct experiment {
	const struct options *options;
	struct files files;
	struct cell cells[CONFIGURATION_COUNT * CURE_COUNT];
	unsigned cell_count;
};

/* Both exit with one sentence on failure. */
void experiment_init(struct experiment *experiment,
		     const struct options *options);
void experiment_run(struct experiment *experiment);

/* Prints the results, and writes the iterations if they are asked for. */
void experiment_show(const struct experiment *experiment);
void experiment_release(struct experiment *experiment);

#endif
