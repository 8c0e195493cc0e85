#include "place_cache.h"

#include <stdlib.h>

struct known_place {
	struct place place;
	uint32_t wait_stack; /* that it was worked out with */
	bool is_known;
};

/* The stack of each thread's loop's wait; 0: not known, or no loop. */
static uint32_t *wait_stacks_of(const struct process *process)
{
	uint32_t *stacks = must_alloc((process->threads.len + 1) *
				      sizeof(*stacks));

	for (uint32_t id = 1; id <= process->loops.len; id++) {
		const struct loop *loop = loop_of(process, id);

		if (loop->wait_stack)
			stacks[loop->thread] = loop->wait_stack;
	}
	return stacks;
}

void place_cache_init(struct place_cache *cache, struct namer *namer,
		      const struct process *process)
{
	*cache = (struct place_cache){
		.namer = namer,
		.process = process,
		.wait_stacks = wait_stacks_of(process),
		.by_stack = must_alloc((process->stacks.len + 1) *
				       sizeof(*cache->by_stack)),
		.by_code = must_alloc((process->codes.len + 1) *
				      sizeof(*cache->by_code)),
	};
}

void place_cache_release(struct place_cache *cache)
{
	free(cache->wait_stacks);
	free(cache->by_stack);
	free(cache->by_code);
}

static struct known_place *known_of(struct place_cache *cache,
				    const struct fault *fault)
{
	if (fault->stack)
		return &cache->by_stack[fault->stack];
	return &cache->by_code[fault->flags & FAULT_CALL ? 0 : fault->code];
}

struct place place_cache_of(struct place_cache *cache,
			    const struct fault *fault)
{
	uint32_t wait_stack = cache->wait_stacks[fault->thread];
	struct known_place *known = known_of(cache, fault);

	/* Threads can share a stack, and wait in different ways. */
	if (!known->is_known || known->wait_stack != wait_stack)
		*known = (struct known_place){
			.place = place_of(cache->namer, cache->process, fault,
					  wait_stack),
			.wait_stack = wait_stack,
			.is_known = true,
		};
	return known->place;
}
