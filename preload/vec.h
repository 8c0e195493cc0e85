/*
 * A growable array in memory of our own (mmap, never the host's malloc).
 * Collector thread only. Items are plain data and move when the array grows.
 */
#ifndef MMSTALL_VEC_H
#define MMSTALL_VEC_H

#include <stdbool.h>
#include <stddef.h>

struct vec {
	char *data;
	size_t len; /* items in use */
	size_t capacity_bytes;
	size_t item_bytes;
};

#define VEC_OF(type)                       \
	(struct vec)                       \
	{                                  \
		.item_bytes = sizeof(type) \
	}

/* The item at INDEX as a TYPE pointer; valid until the array changes. */
#define vec_at(vec, type, index) ((type *)(void *)(vec)->data + (index))

/* Makes room for one item at INDEX (0 … len) and returns it, not yet set.
 * NULL: no memory; the array is as it was. */
void *vec_insert(struct vec *vec, size_t index);

/* The same at the end. */
void *vec_push(struct vec *vec);

/* Takes COUNT items out, beginning at INDEX. */
void vec_remove(struct vec *vec, size_t index, size_t count);

void vec_release(struct vec *vec);

#endif
