/*
 * The part of mappings.h that takes in what /proc/self/maps shows: what the
 * hooks noted counts more, where they can both be true.
 */
#include <sys/mman.h>

#include "mappings_live.h"

/* OWNER says of its range what SEEN says; offsets matter in files only. */
static bool is_agreed(const struct mapping *owner, const struct mapping *seen,
		      bool is_file)
{
	return owner->file == seen->file &&
	       (!is_file ||
		owner->offset - owner->start == seen->offset - seen->start);
}

/* A compiler at run time reserves memory and makes it executable later, which
 * no hook sees. Once it held code it is taken to hold code: some switch it back
 * for a moment, to write. */
static bool has_become_code(const struct mapping *owner,
			    const struct mapping *seen)
{
	return seen->prot & PROT_EXEC && !(owner->prot & PROT_EXEC);
}

/* OWNER from START to END, as code. */
static void note_code(struct mappings *table, const struct mapping *owner,
		      uint64_t start, uint64_t end, const struct mapping *seen)
{
	struct mapping code = part_of(owner, start, end);

	code.prot = seen->prot;
	code.log_id = 0;
	if (code.born_ns < seen->born_ns)
		code.born_ns = seen->born_ns;
	mappings_map(table, &code);
}

/* The hook could not tell the name of OWNER's file, and SEEN can. */
static bool is_named_by(struct mappings *table, const struct mapping *owner,
			const struct mapping *seen)
{
	const struct mapped_file *old = mappings_file_at(table, owner->file);
	const struct mapped_file *new = mappings_file_at(table, seen->file);

	return old && new && old->kind == MEMORY_FILE && !old->path[0] &&
	       new->kind == MEMORY_FILE &&
	       (!old->inode || old->inode == new->inode) &&
	       owner->offset - owner->start == seen->offset - seen->start;
}

void mappings_see(struct mappings *table, const struct mapping *seen,
		  bool is_file)
{
	uint64_t at = seen->start, end;

	for (; at < seen->end; at = end) {
		struct mapping owner = { .start = UINT64_MAX };
		size_t index = first_after(table, at);
		struct mapping part;

		if (index < table->live.len)
			owner = *live_at(table, index);
		end = owner.start > at ? owner.start : owner.end;
		if (end > seen->end)
			end = seen->end;
		part = part_of(seen, at, end);
		if (owner.start <= at) {
			if (is_agreed(&owner, seen, is_file)) {
				if (has_become_code(&owner, seen))
					note_code(table, &owner, at, end, seen);
				continue;
			}
			if (is_named_by(table, &owner, seen)) {
				live_at(table, index)->file = seen->file;
				live_at(table, index)->log_id = 0;
				continue;
			}
			if (owner.born_ns > seen->born_ns && !is_hole(&owner))
				continue;
			/* What fills a hole came after it. */
			if (owner.born_ns > seen->born_ns)
				part.born_ns = owner.born_ns;
		}
		mappings_map(table, &part);
	}
}
