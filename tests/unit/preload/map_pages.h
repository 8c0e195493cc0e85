/*
 * A table of mappings in pages instead of addresses, for tests of what lies
 * where and when.
 */
#ifndef MMSTALL_UNIT_MAP_PAGES_H
#define MMSTALL_UNIT_MAP_PAGES_H

#include "unit.h"

#include "preload/mappings.h"

#define PAGE 4096ull

static struct mappings table;

static inline uint32_t file_named(const char *path, uint64_t inode)
{
	return mappings_file(&table, &(struct mapped_file){
					     .kind = MEMORY_FILE,
					     .dev_major = 8,
					     .dev_minor = 1,
					     .inode = inode,
					     .path = path,
				     });
}

/* Pages FROM … TO show FILE from page OFFSET on, since T. */
static inline void map(uint64_t from, uint64_t to, uint32_t file,
		       uint64_t offset, uint64_t t)
{
	mappings_map(&table, &(struct mapping){
				     .start = from * PAGE,
				     .end = to * PAGE,
				     .offset = offset * PAGE,
				     .file = file,
				     .born_ns = t,
			     });
}

static inline void unmap(uint64_t from, uint64_t to, uint64_t t)
{
	mappings_unmap(&table, from * PAGE, to * PAGE, t);
}

static inline uint32_t file_at(uint64_t page, uint64_t t)
{
	const struct mapping *owner = mappings_at(&table, page * PAGE + 5, t);

	return owner ? owner->file : 0;
}

/* The page of the file that lies at PAGE_NUMBER. */
static inline uint64_t offset_at(uint64_t page, uint64_t t)
{
	const struct mapping *owner = mappings_at(&table, page * PAGE, t);

	ck_assert_ptr_nonnull(owner);
	return (owner->offset + page * PAGE - owner->start) / PAGE;
}

#endif
