#include "page_set.h"

#include <stdlib.h>

#include "array.h"

struct page_set page_set_of(size_t pages)
{
	size_t slots = 16;

	while (slots < pages + pages / 2)
		slots *= 2;
	return (struct page_set){ must_alloc(slots * sizeof(struct page)),
				  slots - 1 };
}

void page_set_release(struct page_set *set)
{
	free(set->slot);
}

/* Fibonacci hashing, with the high half folded in: strides spread as well. */
static size_t hash(size_t file, uint64_t number)
{
	uint64_t x = (number ^ ((uint64_t)file << 40)) *
		     UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)((x ^ (x >> 29)) * UINT64_C(0xbf58476d1ce4e5b9) >> 20);
}

struct page *page_set_find(struct page_set *set, size_t file, uint64_t number)
{
	size_t at = hash(file, number) & set->mask;
	struct page *page = &set->slot[at];

	while (page->times && (page->file != file || page->number != number)) {
		at = (at + 1) & set->mask;
		page = &set->slot[at];
	}
	page->file = file;
	page->number = number;
	return page;
}
