#include "hazard/plan.h"

#include <err.h>
#include <stdlib.h>
#include <unistd.h>

/* Offsets at multiples of slot_bytes in [0, slots * slot_bytes). */
static uint64_t *slots_in_order(uint64_t slots, uint64_t slot_bytes)
{
	uint64_t *offsets = calloc(slots ? slots : 1, sizeof(*offsets));

	if (!offsets)
		err(EXIT_FAILURE, "no memory to plan with");
	for (uint64_t i = 0; i < slots; i++)
		offsets[i] = i * slot_bytes;
	return offsets;
}

static void shuffle(uint64_t *offsets, uint64_t count, uint64_t seed)
{
	for (uint64_t i = count; i > 1; i--) {
		uint64_t other = content_mix(seed + i) % i;
		uint64_t swap = offsets[i - 1];

		offsets[i - 1] = offsets[other];
		offsets[other] = swap;
	}
}

/* The first count slots of a region, or any count of them. */
static uint64_t *pick(const struct options *options, uint64_t region_start,
		      uint64_t slots, uint64_t slot_bytes, uint64_t count)
{
	uint64_t *offsets = slots_in_order(slots, slot_bytes);

	if (!options->sequential)
		shuffle(offsets, slots, content_mix(options->seed));
	for (uint64_t i = 0; i < count; i++)
		offsets[i] += region_start;
	return offsets;
}

void plan_make(struct plan *plan, const struct options *options,
	       uint64_t file_bytes, uint64_t file_number)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t pages = file_bytes / page_bytes;
	uint64_t own_pages = options->worker_pages ? pages / 2 : pages;
	uint64_t slots = own_pages / options->pages_per_request;

	if (slots < options->requests ||
	    pages - own_pages < options->worker_pages)
		errx(EXIT_FAILURE,
		     "%s: its %llu pages are too few for %u requests of %u "
		     "pages%s: ask for fewer, or make it larger (slowfs "
		     "--size)",
		     options->path, (unsigned long long)pages,
		     options->requests, options->pages_per_request,
		     options->worker_pages ? " in one half, the worker's in "
					     "the other"
					   : "");
	*plan = (struct plan){
		.page_bytes = page_bytes,
		.file_number = file_number,
		.requests = options->requests,
		.pages_per_request = options->pages_per_request,
		.worker_pages = options->worker_pages,
	};
	plan->request_offsets = pick(options, 0, slots,
				     page_bytes * plan->pages_per_request,
				     plan->requests);
	plan->worker_offsets = pick(options, own_pages * page_bytes,
				    pages - own_pages, page_bytes,
				    plan->worker_pages);
}

void plan_release(struct plan *plan)
{
	free(plan->request_offsets);
	free(plan->worker_offsets);
	*plan = (struct plan){ 0 };
}

uint64_t plan_right_answer(const struct plan *plan, uint64_t offset,
			   unsigned pages)
{
	uint64_t checksum = 0;

	for (unsigned i = 0; i < pages; i++) {
		uint64_t page = offset + i * plan->page_bytes;
		uint64_t at = plan_word_offset(plan, page);

		checksum = plan_add_word(checksum,
					 content_word(plan->file_number, at));
	}
	return checksum;
}
