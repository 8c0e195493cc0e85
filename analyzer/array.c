#include "array.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

void array_fail(void)
{
	fputs("mmstall: out of memory\n", stderr);
	exit(STATUS_UNREADABLE);
}

static void *check(void *memory)
{
	if (!memory)
		array_fail();
	return memory;
}

void *must_alloc(size_t bytes)
{
	return check(calloc(1, bytes ? bytes : 1));
}

char *must_copy(const char *text)
{
	return check(strdup(text));
}

void *array_push(struct array *array)
{
	char *item;

	if (array->len == array->capacity) {
		array->capacity = array->capacity ? array->capacity * 2 : 16;
		array->data = check(reallocarray(array->data, array->capacity,
						 array->item_bytes));
	}
	item = (char *)array->data + array->len++ * array->item_bytes;
	memset(item, 0, array->item_bytes);
	return item;
}

static bool is_sorted(const struct array *array,
		      int (*compare)(const void *, const void *))
{
	const char *item = array->data;

	for (size_t i = 1; i < array->len; i++, item += array->item_bytes) {
		if (compare(item, item + array->item_bytes) > 0)
			return false;
	}
	return true;
}

void array_sort(struct array *array, int (*compare)(const void *, const void *))
{
	/* Most of a log is in order, and sorting needs as much again. */
	if (!is_sorted(array, compare))
		qsort(array->data, array->len, array->item_bytes, compare);
}

void array_release(struct array *array)
{
	free(array->data);
	*array = (struct array){ .item_bytes = array->item_bytes };
}
