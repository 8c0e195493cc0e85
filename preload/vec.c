#include "vec.h"

#include <string.h>

#include "blocks.h"
#include "sys.h"

static bool grow(struct vec *vec)
{
	size_t bytes = vec->capacity_bytes * 2;
	void *data;

	if (!vec->data) {
		bytes = BLOCK_BYTES;
		data = block_take(bytes);
	} else {
		data = sys_mremap(vec->data, vec->capacity_bytes, bytes,
				  MREMAP_MAYMOVE, NULL);
		if (sys_map_failed(data))
			data = NULL;
	}
	if (!data)
		return false;
	vec->data = data;
	vec->capacity_bytes = bytes;
	return true;
}

void *vec_insert(struct vec *vec, size_t index)
{
	char *at;

	while ((vec->len + 1) * vec->item_bytes > vec->capacity_bytes) {
		if (!grow(vec))
			return NULL;
	}
	at = vec->data + index * vec->item_bytes;
	memmove(at + vec->item_bytes, at, (vec->len - index) * vec->item_bytes);
	vec->len++;
	return at;
}

void *vec_push(struct vec *vec)
{
	return vec_insert(vec, vec->len);
}

void vec_remove(struct vec *vec, size_t index, size_t count)
{
	char *at = vec->data + index * vec->item_bytes;

	if (!count)
		return;
	memmove(at, at + count * vec->item_bytes,
		(vec->len - index - count) * vec->item_bytes);
	vec->len -= count;
}

void vec_release(struct vec *vec)
{
	if (vec->data)
		block_give(vec->data, vec->capacity_bytes);
	vec->data = NULL;
	vec->len = 0;
	vec->capacity_bytes = 0;
}
