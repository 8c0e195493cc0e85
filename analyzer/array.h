/*
 * A growable array of plain structs. Memory that runs out ends the program
 * with one sentence: there is nothing of the user's to save.
 */
#ifndef MMSTALL_ARRAY_H
#define MMSTALL_ARRAY_H

#include <stddef.h>

struct array {
	void *data;
	size_t len;
	size_t capacity;
	size_t item_bytes;
};

#define ARRAY_OF(type)                     \
	(struct array)                     \
	{                                  \
		.item_bytes = sizeof(type) \
	}

/* The item at INDEX as a TYPE pointer. */
#define array_at(array, type, index) ((type *)(array)->data + (index))

/* A new zeroed item at the end. Items may move. */
void *array_push(struct array *array);

void array_sort(struct array *array,
		int (*compare)(const void *, const void *));
void array_release(struct array *array);

/* malloc and strdup that cannot fail. */
void *must_alloc(size_t bytes);
char *must_copy(const char *text);

/* What all of these do when memory runs out. */
_Noreturn void array_fail(void);

#endif
