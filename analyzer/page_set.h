/*
 * The pages of files that faults have brought in, each with the time until
 * which that lasted. A hash table: its cost does not depend on the offsets. It
 * grows with the pages, of which there are far fewer than faults.
 */
#ifndef MMSTALL_PAGE_SET_H
#define MMSTALL_PAGE_SET_H

#include <stddef.h>
#include <stdint.h>

struct page {
	uint64_t number;
	int64_t end_ns;
	uint32_t file;
	uint32_t times; /* 0: this slot is free */
};

struct page_set {
	struct page *slot;
	size_t mask;
	size_t len;
};

struct page_set page_set_none(void);
void page_set_release(struct page_set *set);

/* The page, which is new when its `times` is 0: the caller then must count it.
 * It stays where it is until the next call. */
struct page *page_set_find(struct page_set *set, uint32_t file,
			   uint64_t number);

#endif
