/*
 * Who owned an address at a time: the mappings of the process as the hooks
 * noted them and as /proc/self/maps shows them, with what was there before
 * kept while a question about that time can still come. Collector thread only.
 *
 * Facts may arrive in any order (each thread has its own ring): every change
 * carries its time, and a later one is never undone by an earlier one.
 */
#ifndef MMSTALL_MAPPINGS_H
#define MMSTALL_MAPPINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "vec.h"

/* What a mapping shows; also the log's "kind" of a file record. */
enum memory_kind {
	MEMORY_FILE,
	MEMORY_ANON,
	MEMORY_HEAP,
	MEMORY_STACK,
	MEMORY_SPECIAL, /* [vdso], [vvar] … */
};

/* A mapped file or kind of memory; lives for ever, id counts from 1. */
struct mapped_file {
	uint32_t id;
	enum memory_kind kind;
	uint32_t dev_major, dev_minor;
	uint64_t inode;
	const char *path; /* "" when not known; in memory of the table */
	bool is_logged;
};

struct mapping {
	uint64_t start, end;
	uint64_t offset; /* in the file, at start */
	uint64_t born_ns;
	uint64_t died_ns;     /* UINT64_MAX: alive */
	uint32_t file;        /* id of a mapped_file; 0: nothing is here */
	uint32_t log_id;      /* of its map record; 0: not written yet */
	uint32_t owner_stack; /* id of the stack that it was made from, or 0 */
	uint32_t last_advice; /* given on it, as resolve.c codes it; 0: none */
	uint8_t prot;         /* PROT_READ | … */
	bool is_shared;
};

struct mappings {
	struct vec live;  /* struct mapping, by start, disjoint; and holes */
	struct vec dead;  /* struct mapping, as they were replaced */
	bool has_holes;   /* live has entries of file 0 */
	struct vec files; /* struct mapped_file */
	char *paths;      /* chunk that new paths go to */
	size_t paths_used;
	uint64_t paths_bytes;
	uint64_t refused; /* changes that found no memory */
};

void mappings_init(struct mappings *table);
void mappings_release(struct mappings *table);

/* The id of a file like LIKE (its path is copied). 0: no memory. */
uint32_t mappings_file(struct mappings *table, const struct mapped_file *like);
struct mapped_file *mappings_file_at(struct mappings *table, uint32_t id);

/* MAPPING (born_ns set) was made over whatever was there. */
void mappings_map(struct mappings *table, const struct mapping *mapping);

/*
 * From T_NS on nothing is mapped from START to END: remembered as a hole, so
 * that a map which is older but comes later does not live on there.
 */
void mappings_unmap(struct mappings *table, uint64_t start, uint64_t end,
		    uint64_t t_ns);

/* The same, but what lies there now is not known. */
void mappings_clear(struct mappings *table, uint64_t start, uint64_t end,
		    uint64_t t_ns);

/*
 * mremap: what lay at OLD until BEFORE_NS lies at NEW since T_NS. OLD_LEN 0
 * duplicates a shared mapping (mremap(2)).
 */
void mappings_remap(struct mappings *table, uint64_t old_start,
		    uint64_t old_len, uint64_t new_start, uint64_t new_len,
		    uint64_t before_ns, uint64_t t_ns);

/*
 * SEEN was found where it is, IS_FILE or other memory: it is true where the
 * table has nothing else noted after SEEN's born_ns, and since an unmap where
 * one was. Of protections only this is followed: what was no code has become
 * code.
 */
void mappings_see(struct mappings *table, const struct mapping *seen,
		  bool is_file);

/*
 * Compares with /proc/self/maps: what is there and differs replaces what the
 * table says, as of SINCE_NS, changes noted later than that excepted.
 */
bool mappings_read_proc(struct mappings *table, uint64_t since_ns);

/* The mapping at ADDRESS at time T_NS, or NULL. Valid until the next change. */
struct mapping *mappings_at(struct mappings *table, uint64_t address,
			    uint64_t t_ns);

/* The live mapping that begins last before ADDRESS, or NULL: to walk down. */
struct mapping *mappings_below(struct mappings *table, uint64_t address);

/* The live mapping at ADDRESS, or NULL. Both are valid until the next change.
 */
struct mapping *mappings_now_at(struct mappings *table, uint64_t address);

/* No question about a time before T_NS will come any more. */
void mappings_forget_before(struct mappings *table, uint64_t t_ns);

#endif
