#include "mappings_live.h"

#include <string.h>
#include <sys/mman.h>

#define ALIVE UINT64_MAX

/* Past mappings kept at most; the oldest go first. */
#define DEAD_MAX 16384

/* Holes kept at most; those of one round, unless questions are held back. */
#define HOLES_MAX 4096

void mappings_init(struct mappings *table)
{
	memset(table, 0, sizeof(*table));
	table->live = VEC_OF(struct mapping);
	table->dead = VEC_OF(struct mapping);
	table->files = VEC_OF(struct mapped_file);
}

void mappings_release(struct mappings *table)
{
	vec_release(&table->live);
	vec_release(&table->dead);
	vec_release(&table->files);
}

static struct mapping *insert_live(struct mappings *table,
				   const struct mapping *mapping)
{
	struct mapping *place = vec_insert(&table->live,
					   first_after(table, mapping->start));

	if (!place) {
		table->refused++;
		return NULL;
	}
	*place = *mapping;
	place->died_ns = ALIVE;
	table->has_holes |= is_hole(mapping);
	return place;
}

static void bury(struct mappings *table, const struct mapping *mapping,
		 uint64_t died_ns)
{
	struct mapping *grave;

	if (died_ns <= mapping->born_ns)
		return;
	if (table->dead.len >= DEAD_MAX)
		vec_remove(&table->dead, 0, DEAD_MAX / 4);
	grave = vec_push(&table->dead);
	if (!grave) {
		table->refused++;
		return;
	}
	*grave = *mapping;
	grave->died_ns = died_ns;
}

/* Cuts START … END out of the live mapping at INDEX, which overlaps it. */
static void cut_out(struct mappings *table, size_t index, uint64_t start,
		    uint64_t end, uint64_t t_ns)
{
	struct mapping owner = *live_at(table, index);
	uint64_t from = start > owner.start ? start : owner.start;
	uint64_t to = end < owner.end ? end : owner.end;
	struct mapping gone = part_of(&owner, from, to);
	struct mapping left = part_of(&owner, owner.start, from);
	struct mapping right = part_of(&owner, to, owner.end);

	bury(table, &gone, t_ns);
	vec_remove(&table->live, index, 1);
	if (left.start < left.end)
		insert_live(table, &left);
	if (right.start < right.end)
		insert_live(table, &right);
}

void mappings_clear(struct mappings *table, uint64_t start, uint64_t end,
		    uint64_t t_ns)
{
	size_t index = first_after(table, start);

	if (start >= end)
		return;
	while (index < table->live.len && live_at(table, index)->start < end) {
		/* Made after that: what came before it is old news. */
		if (live_at(table, index)->born_ns > t_ns) {
			index++;
			continue;
		}
		cut_out(table, index, start, end, t_ns);
		index = first_after(table, start);
	}
}

/*
 * Newer mappings inside MAPPING's range keep their places; the older fact is
 * true around them, and was true there until they came.
 */
static void insert_around(struct mappings *table, const struct mapping *mapping)
{
	uint64_t at = mapping->start;

	while (at < mapping->end) {
		size_t index = first_after(table, at);
		uint64_t gap_end = mapping->end;
		struct mapping newer = { .start = UINT64_MAX };
		struct mapping part;

		if (index < table->live.len)
			newer = *live_at(table, index);
		if (newer.start < gap_end)
			gap_end = newer.start > at ? newer.start : at;
		if (gap_end > at) {
			part = part_of(mapping, at, gap_end);
			if (!insert_live(table, &part))
				return;
			at = gap_end;
			continue;
		}
		gap_end = newer.end < mapping->end ? newer.end : mapping->end;
		part = part_of(mapping, at, gap_end);
		bury(table, &part, newer.born_ns);
		at = gap_end;
	}
}

void mappings_map(struct mappings *table, const struct mapping *mapping)
{
	if (mapping->start >= mapping->end)
		return;
	mappings_clear(table, mapping->start, mapping->end, mapping->born_ns);
	insert_around(table, mapping);
}

void mappings_unmap(struct mappings *table, uint64_t start, uint64_t end,
		    uint64_t t_ns)
{
	mappings_map(table, &(struct mapping){
				    .start = start,
				    .end = end,
				    .born_ns = t_ns,
			    });
}

void mappings_remap(struct mappings *table, uint64_t old_start,
		    uint64_t old_len, uint64_t new_start, uint64_t new_len,
		    uint64_t before_ns, uint64_t t_ns)
{
	const struct mapping *owner = mappings_at(table, old_start, before_ns);
	uint64_t kept = 0; /* what is grown or shrunk in place stays */
	struct mapping moved;

	if (new_start == old_start)
		kept = old_len < new_len ? old_len : new_len;
	if (!owner) {
		mappings_unmap(table, old_start + kept, old_start + old_len,
			       before_ns);
		mappings_clear(table, new_start + kept, new_start + new_len,
			       t_ns);
		return;
	}
	moved = part_of(owner, old_start + kept, owner->end);
	mappings_unmap(table, old_start + kept, old_start + old_len, before_ns);
	moved.start = new_start + kept;
	moved.end = new_start + new_len;
	moved.born_ns = t_ns;
	moved.log_id = 0;
	mappings_map(table, &moved);
}

static bool covers(const struct mapping *mapping, uint64_t address,
		   uint64_t t_ns)
{
	return mapping->start <= address && address < mapping->end &&
	       mapping->born_ns <= t_ns && t_ns < mapping->died_ns;
}

/* The one born last: facts that came late lie in no order of time. */
static struct mapping *dead_at(struct mappings *table, uint64_t address,
			       uint64_t t_ns)
{
	struct mapping *owner = NULL;

	for (size_t i = 0; i < table->dead.len; i++) {
		struct mapping *dead = vec_at(&table->dead, struct mapping, i);

		if (covers(dead, address, t_ns) &&
		    (!owner || owner->born_ns <= dead->born_ns))
			owner = dead;
	}
	return owner;
}

struct mapping *mappings_at(struct mappings *table, uint64_t address,
			    uint64_t t_ns)
{
	size_t index = first_after(table, address);
	struct mapping *owner = NULL;

	if (index < table->live.len &&
	    covers(live_at(table, index), address, t_ns))
		owner = live_at(table, index);
	else
		owner = dead_at(table, address, t_ns);
	return owner && !is_hole(owner) ? owner : NULL;
}

struct mapping *mappings_now_at(struct mappings *table, uint64_t address)
{
	return mappings_at(table, address, ALIVE - 1);
}

struct mapping *mappings_below(struct mappings *table, uint64_t address)
{
	size_t index = first_after(table, address);

	/* The one around ADDRESS counts only when it begins before it. */
	if (index < table->live.len && live_at(table, index)->start < address)
		index++;
	while (index-- > 0) {
		if (!is_hole(live_at(table, index)))
			return live_at(table, index);
	}
	return NULL;
}

static void forget_holes(struct mappings *table, uint64_t t_ns)
{
	size_t kept = 0, holes = 0;

	for (size_t i = 0; i < table->live.len; i++) {
		const struct mapping *live = live_at(table, i);

		if (is_hole(live) &&
		    (live->born_ns < t_ns || holes == HOLES_MAX))
			continue;
		holes += is_hole(live);
		*live_at(table, kept++) = *live;
	}
	table->live.len = kept;
	table->has_holes = holes > 0;
}

void mappings_forget_before(struct mappings *table, uint64_t t_ns)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->dead.len; i++) {
		struct mapping *dead = vec_at(&table->dead, struct mapping, i);

		if (dead->died_ns >= t_ns)
			*vec_at(&table->dead, struct mapping, kept++) = *dead;
	}
	table->dead.len = kept;
	if (table->has_holes)
		forget_holes(table, t_ns);
}
