/*
 * Which bytes are touched, decided before anything runs. Requests are runs of
 * pages in the first half of the file (in all of it without a worker), the
 * worker's pages lie in the second half. No page is used twice: with the file
 * cold and no readahead, each touch is one fault.
 *
 * Constant once made: any thread may read it.
 */
#ifndef HAZARD_PLAN_H
#define HAZARD_PLAN_H

#include "common/content.h"
#include "hazard/options.h"

struct plan {
	uint64_t page_bytes;
	uint64_t file_number; /* of content.h */
	unsigned requests;
	unsigned pages_per_request;
	unsigned worker_pages;
	uint64_t *request_offsets; /* of the first page of each */
	uint64_t *worker_offsets;  /* of each page */
};

/* Exits with one sentence when the file has too few pages. */
void plan_make(struct plan *plan, const struct options *options,
	       uint64_t file_bytes, uint64_t file_number);
void plan_release(struct plan *plan);

/* The one word that is touched in the page at page_offset, somewhere in it. */
static inline uint64_t plan_word_offset(const struct plan *plan,
					uint64_t page_offset)
{
	uint64_t words = plan->page_bytes / 8;

	return page_offset + content_mix(page_offset) % words * 8;
}

/* The answer to a request: all its words, in order, in one number. */
static inline uint64_t plan_add_word(uint64_t checksum, uint64_t word)
{
	return checksum * 31 + word;
}

uint64_t plan_right_answer(const struct plan *plan, uint64_t offset,
			   unsigned pages);

#endif
