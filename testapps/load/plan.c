#include "load/plan.h"

#include <err.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/content.h"
#include "common/sum.h"

#define PAGE    UINT64_C(4096)
/* Of pings alone: before the first read, and after the last. */
#define LEAD_NS (NS_PER_S / 2)
#define TAIL_NS (NS_PER_S / 4)

/* Each read begins on a page of its own. */
static uint64_t block_bytes(const struct options *options)
{
	return (options->length + PAGE - 1) / PAGE * PAGE;
}

static uint64_t blocks_of_file(const struct options *options)
{
	uint64_t bytes = block_bytes(options);

	return (options->size - options->length) / bytes + 1;
}

uint64_t plan_blocks(const struct options *options)
{
	return blocks_of_file(options) * options->files;
}

/* The first COUNT of a shuffled 0 … BLOCKS - 1. */
static uint64_t *shuffled(uint64_t blocks, uint64_t count, uint64_t seed)
{
	uint64_t *order = calloc(blocks, sizeof(*order));

	if (!order)
		err(EXIT_FAILURE, "%llu blocks", (unsigned long long)blocks);
	for (uint64_t i = 0; i < blocks; i++)
		order[i] = i;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t other = i + content_mix(seed ^ content_mix(i)) %
					     (blocks - i);
		uint64_t block = order[other];

		order[other] = order[i];
		order[i] = block;
	}
	return order;
}

void plan_make(struct plan *plan, const struct options *options)
{
	uint64_t in_file = blocks_of_file(options);
	uint64_t *order = shuffled(plan_blocks(options), options->reads,
				   options->seed);
	uint64_t end_ns = LEAD_NS + TAIL_NS +
			  options->reads * NS_PER_S / options->read_rate;
	uint64_t reads = 0, pings = 0;

	plan->first_read_ns = LEAD_NS;
	plan->ping_period_ns = NS_PER_S / options->ping_rate;
	plan->len = options->reads + end_ns / plan->ping_period_ns + 1;
	plan->tasks = calloc(plan->len, sizeof(*plan->tasks));
	if (!plan->tasks)
		err(EXIT_FAILURE, "%zu requests", plan->len);
	for (size_t i = 0; i < plan->len; i++) {
		uint64_t read_ns = LEAD_NS +
				   reads * NS_PER_S / options->read_rate;
		uint64_t ping_ns = pings * plan->ping_period_ns;
		bool is_read = reads < options->reads && read_ns <= ping_ns;

		plan->tasks[i].due_ns = is_read ? read_ns : ping_ns;
		if (is_read) {
			plan->tasks[i].file = (uint32_t)(order[reads] /
							 in_file);
			plan->tasks[i].offset = order[reads] % in_file *
						block_bytes(options);
			plan->tasks[i].length = (uint32_t)options->length;
			reads++;
		} else {
			pings++;
		}
	}
	free(order);
}

void plan_release(struct plan *plan)
{
	free(plan->tasks);
}

uint64_t plan_sum(const struct task *task)
{
	uint64_t sum = 0;

	/* The first byte of a word, in little endian, is its lowest. */
	for (uint64_t at = 0; at < task->length; at += SUM_STRIDE)
		sum += content_word(task->file, task->offset + at) & 0xff;
	return sum;
}
