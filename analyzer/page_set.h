/*
 * The pages of files that faults have brought in, each with the time until
 * which that lasted. A hash table: its cost does not depend on the offsets.
 */
#ifndef MMSTALL_PAGE_SET_H
#define MMSTALL_PAGE_SET_H

#include <stddef.h>
#include <stdint.h>

struct page {
	size_t file;
	uint64_t number;
	int64_t end_ns;
	unsigned times; /* 0: this slot is free */
};

struct page_set {
	struct page *slot;
	size_t mask;
};

/* For at most PAGES different pages. */
struct page_set page_set_of(size_t pages);
void page_set_release(struct page_set *set);

/* The page, which is new when its `times` is 0: the caller then counts it. */
struct page *page_set_find(struct page_set *set, size_t file, uint64_t number);

#endif
