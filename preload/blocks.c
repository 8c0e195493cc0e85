#include "blocks.h"

#include <string.h>

#include "sys.h"

/* Of each size: three quarters of a MiB in all. */
#define KEPT_MAX 64
#define SIZES    2

struct kept {
	struct kept *next;
};

static struct {
	struct kept *first;
	unsigned count;
} kept[SIZES];

/* Which size holds BYTES; SIZES: none. */
static unsigned size_of(size_t bytes)
{
	unsigned size = 0;

	while (size < SIZES && bytes > (size_t)BLOCK_BYTES << size)
		size++;
	return size;
}

void *block_take(size_t bytes)
{
	unsigned size = size_of(bytes);
	struct kept *block = size < SIZES ? kept[size].first : NULL;

	if (!block)
		return sys_alloc(bytes);
	kept[size].first = block->next;
	kept[size].count--;
	return memset(block, 0, bytes);
}

void block_give(void *memory, size_t bytes)
{
	unsigned size = size_of(bytes);
	struct kept *block = memory;

	if (size == SIZES || kept[size].count == KEPT_MAX) {
		sys_munmap(memory, bytes);
		return;
	}
	block->next = kept[size].first;
	kept[size].first = block;
	kept[size].count++;
}

void blocks_forget(void)
{
	memset(kept, 0, sizeof(kept));
}
