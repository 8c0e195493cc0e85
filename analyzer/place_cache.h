/*
 * Where in the code the faults of one process happened: each stack, and each
 * instruction of faults without one, is looked at once.
 */
#ifndef MMSTALL_PLACE_CACHE_H
#define MMSTALL_PLACE_CACHE_H

#include "analyzer/model.h"
#include "analyzer/places.h"

struct place_cache {
	struct namer *namer;
	const struct process *process;
	uint32_t *wait_stacks;                  /* by thread id */
	struct known_place *by_stack, *by_code; /* by id */
};

void place_cache_init(struct place_cache *cache, struct namer *namer,
		      const struct process *process);
void place_cache_release(struct place_cache *cache);

struct place place_cache_of(struct place_cache *cache,
			    const struct fault *fault);

#endif
