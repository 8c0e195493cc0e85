/*
 * The ways to scan all files at once that are compared, one table: from a
 * mapping or with read, on one event loop, a thread a file, or one thread.
 */
#ifndef MMSCAN_CONFIGURATION_H
#define MMSCAN_CONFIGURATION_H

#include "mmscan/laps.h"
#include "mmscan/task.h"

#include <stdbool.h>

/* One measurement. Its tasks are new, and so are its empty laps. */
struct scan {
	const struct tuning *tuning;
	struct task *tasks; /* one a file */
	unsigned task_count;
	/*
	 * One a task. A loop uses the first, with room for two iterations a
	 * step of every task; a thread the one of its task.
	 */
	struct laps *laps;
	/* What is measured, without setting up and clearing away. */
	uint64_t begin_ns, end_ns;
};

struct configuration {
	const char *name; /* also of the thread that runs it */
	bool is_mapped;
	bool is_loop;
	void (*run)(struct scan *scan);
	/* NULL: always; or why it cannot run here, in words, or NULL. */
	const char *(*refusal)(void);
};

enum {
	CONFIGURATION_COUNT = 7
};

extern const struct configuration configurations[CONFIGURATION_COUNT];

/* NULL: there is none of that name. */
const struct configuration *configuration_find(const char *name);

/* Does the cure change what this configuration does? Not "none". */
bool configuration_takes(const struct configuration *configuration,
			 const struct cure *cure);

/* The room in laps[i] that is enough for any configuration. */
size_t scan_laps_capacity(const struct scan *scan, unsigned i);

#endif
