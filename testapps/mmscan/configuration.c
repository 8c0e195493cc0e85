#include "mmscan/configuration.h"

#include "mmscan/loops.h"
#include "mmscan/threads.h"

#include <string.h>

const struct configuration configurations[CONFIGURATION_COUNT] = {
	{ "mmap-loop", true, true, loop_mmap_run, NULL },
	{ "uring-loop", false, true, loop_uring_run, loop_uring_refusal },
	{ "pool-loop", false, true, loop_pool_run, NULL },
	{ "mmap-threads", true, false, threads_run, NULL },
	{ "read-threads", false, false, threads_run, NULL },
	{ "mmap-single", true, false, single_run, NULL },
	{ "read-single", false, false, single_run, NULL },
};

const struct configuration *configuration_find(const char *name)
{
	for (int i = 0; i < CONFIGURATION_COUNT; i++)
		if (strcmp(name, configurations[i].name) == 0)
			return &configurations[i];
	return NULL;
}

bool configuration_takes(const struct configuration *configuration,
			 const struct cure *cure)
{
	return cure != &cures[0] && configuration->is_mapped &&
	       (configuration->is_loop || cure->bring_in == BRING_IN_NOT);
}

size_t scan_laps_capacity(const struct scan *scan, unsigned i)
{
	const struct task *task = &scan->tasks[i];
	uint64_t chunk_bytes = scan->tuning->chunk_bytes;
	/* And a step that maps. */
	size_t steps = task->file->size_bytes / chunk_bytes + 2;

	return i == 0 ? 2 * steps * scan->task_count : steps;
}
