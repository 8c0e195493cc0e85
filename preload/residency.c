#include "residency.h"

#include <string.h>

#include "sys.h"

/* Pages a call: the kernel holds the lock on the mappings for so long. */
#define CHUNK_PAGES 1024

/* A look may cost a hundredth of the time, and is not needed more often. */
#define COST_FACTOR    100
#define LEAST_APART_NS UINT64_C(100000000)

/* Among more than this, new ones wait until all are looked at. */
#define MANY_MAPPINGS 1000

/* A mapping that is looked at. */
struct looked {
	uint64_t start, born_ns;
	uint64_t offset, pages;
	uint32_t file;
	uint8_t *bits; /* one a page: it was in memory */
	bool is_new;
	bool is_there; /* seen in the table in this look */
};

void residency_init(struct residency *residency)
{
	*residency = (struct residency){ .looked = VEC_OF(struct looked) };
}

static size_t bits_bytes(uint64_t pages)
{
	return (size_t)(pages + 7) / 8;
}

static void forget(struct residency *residency, size_t index)
{
	struct looked *looked = vec_at(&residency->looked, struct looked,
				       index);

	residency->pages -= looked->pages;
	sys_munmap(looked->bits, bits_bytes(looked->pages));
	vec_remove(&residency->looked, index, 1);
}

void residency_release(struct residency *residency)
{
	while (residency->looked.len)
		forget(residency, residency->looked.len - 1);
	vec_release(&residency->looked);
}

static struct looked *find(struct residency *residency,
			   const struct mapping *mapping)
{
	for (size_t i = 0; i < residency->looked.len; i++) {
		struct looked *looked = vec_at(&residency->looked,
					       struct looked, i);

		if (looked->start == mapping->start &&
		    looked->born_ns == mapping->born_ns)
			return looked;
	}
	return NULL;
}

/* A file can be mapped more than once; its pages count once. */
static bool is_covered(struct residency *residency,
		       const struct mapping *mapping)
{
	uint64_t len = mapping->end - mapping->start;

	for (size_t i = 0; i < residency->looked.len; i++) {
		const struct looked *looked = vec_at(&residency->looked,
						     struct looked, i);

		if (looked->file == mapping->file &&
		    looked->offset < mapping->offset + len &&
		    mapping->offset <
			    looked->offset + looked->pages * sys_page_bytes())
			return true;
	}
	return false;
}

static struct looked *add(struct residency *residency,
			  const struct mapping *mapping)
{
	uint64_t pages = (mapping->end - mapping->start) / sys_page_bytes();
	struct looked *looked;
	uint8_t *bits;

	if (pages > RESIDENCY_PAGES - residency->pages)
		pages = RESIDENCY_PAGES - residency->pages;
	if (!pages || residency->looked.len == RESIDENCY_MAPPINGS ||
	    is_covered(residency, mapping))
		return NULL;
	bits = sys_alloc(bits_bytes(pages));
	looked = bits ? vec_push(&residency->looked) : NULL;
	if (!looked)
		return NULL;
	*looked = (struct looked){ .start = mapping->start,
				   .born_ns = mapping->born_ns,
				   .offset = mapping->offset,
				   .pages = pages,
				   .file = mapping->file,
				   .bits = bits,
				   .is_new = true };
	residency->pages += pages;
	return looked;
}

/* Takes STATES of COUNT pages from page FIRST on. Returns how many came. */
static uint64_t compare(struct looked *looked, uint64_t first,
			const unsigned char *states, uint64_t count)
{
	uint64_t came = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint8_t *byte = &looked->bits[(first + i) / 8];
		uint8_t bit = (uint8_t)(1u << ((first + i) % 8));

		if (!(states[i] & 1)) {
			*byte &= (uint8_t)~bit;
		} else if (!(*byte & bit)) {
			*byte |= bit;
			came++;
		}
	}
	return came;
}

/* How many pages have come into memory since the last look. */
static uint64_t look_at(struct looked *looked)
{
	unsigned char states[CHUNK_PAGES];
	uint64_t came = 0;

	for (uint64_t first = 0; first < looked->pages; first += CHUNK_PAGES) {
		uint64_t count = looked->pages - first;

		if (count > CHUNK_PAGES)
			count = CHUNK_PAGES;
		/* It may have been unmapped just now. */
		if (sys_call(SYS_mincore,
			     looked->start + first * sys_page_bytes(),
			     count * sys_page_bytes(), states, 0))
			break;
		came += compare(looked, first, states, count);
	}
	return looked->is_new ? 0 : came;
}

/* Data: code and what the loader mapped beside it is none. */
static bool is_data(struct mappings *table, const struct mapping *mapping)
{
	const struct mapped_file *file = mappings_file_at(table, mapping->file);

	return file && file->kind == MEMORY_FILE && file->path[0] &&
	       !strstr(file->path, ".so") && !(mapping->prot & 4);
}

static void forget_gone(struct residency *residency)
{
	for (size_t i = residency->looked.len; i-- > 0;) {
		struct looked *looked = vec_at(&residency->looked,
					       struct looked, i);

		if (!looked->is_there)
			forget(residency, i);
		else
			looked->is_there = looked->is_new = false;
	}
}

/* Looks at MAPPING: at one that is known only if IS_DUE. */
static uint64_t look(struct residency *residency, const struct mapping *mapping,
		     bool is_due, uint64_t *of)
{
	struct looked *looked = find(residency, mapping);
	bool is_known = looked != NULL;

	if (!is_known)
		looked = add(residency, mapping);
	if (!looked)
		return 0;
	looked->is_there = true;
	*of = looked->pages;
	return is_due || !is_known ? look_at(looked) : 0;
}

void residency_look(struct residency *residency, struct mappings *table,
		    uint64_t now, residency_told *told, void *context)
{
	bool is_due = now >= residency->next_ns;
	uint64_t begin_ns;

	if (!is_due &&
	    (!residency->has_news || table->live.len > MANY_MAPPINGS))
		return;
	residency->has_news = false;
	begin_ns = now_ns();
	for (size_t i = 0; i < table->live.len; i++) {
		struct mapping *mapping = vec_at(&table->live, struct mapping,
						 i);
		uint64_t came, of = 0;

		if (!is_data(table, mapping))
			continue;
		came = look(residency, mapping, is_due, &of);
		if (came)
			told(context, mapping, residency->last_ns, came, of);
	}
	forget_gone(residency);
	if (!is_due)
		return;
	residency->last_ns = now;
	residency->next_ns = now + COST_FACTOR * (now_ns() - begin_ns);
	if (residency->next_ns < now + LEAST_APART_NS)
		residency->next_ns = now + LEAST_APART_NS;
}
