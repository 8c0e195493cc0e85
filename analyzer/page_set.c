#include "page_set.h"

#include <stdlib.h>

#include "array.h"

#define SLOTS_MIN 64

struct page_set page_set_none(void)
{
	return (struct page_set){
		.slot = must_alloc(SLOTS_MIN * sizeof(struct page)),
		.mask = SLOTS_MIN - 1,
	};
}

void page_set_release(struct page_set *set)
{
	free(set->slot);
}

/* Fibonacci hashing, with the high half folded in: strides spread as well. */
static size_t hash(uint32_t file, uint64_t number)
{
	uint64_t x = (number ^ ((uint64_t)file << 40)) *
		     UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)((x ^ (x >> 29)) * UINT64_C(0xbf58476d1ce4e5b9) >> 20);
}

/* The slot of the page, or a free one for it. */
static struct page *slot_of(const struct page_set *set, uint32_t file,
			    uint64_t number)
{
	size_t at = hash(file, number) & set->mask;

	while (set->slot[at].times &&
	       (set->slot[at].file != file || set->slot[at].number != number))
		at = (at + 1) & set->mask;
	return &set->slot[at];
}

static void grow(struct page_set *set)
{
	struct page_set larger = { .mask = set->mask * 2 + 1, .len = set->len };

	larger.slot = must_alloc((larger.mask + 1) * sizeof(*larger.slot));
	for (size_t i = 0; i <= set->mask; i++) {
		const struct page *page = &set->slot[i];

		if (page->times)
			*slot_of(&larger, page->file, page->number) = *page;
	}
	free(set->slot);
	*set = larger;
}

struct page *page_set_find(struct page_set *set, uint32_t file, uint64_t number)
{
	struct page *page = slot_of(set, file, number);

	if (page->times)
		return page;
	/* At most three quarters are taken. */
	if (++set->len > set->mask / 4 * 3) {
		grow(set);
		page = slot_of(set, file, number);
	}
	page->file = file;
	page->number = number;
	return page;
}
