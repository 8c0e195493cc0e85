/*
 * The bulk of a log is records of whole numbers: {"f":1,"t":123,"d":456}. They
 * are read here in place, an order of magnitude faster than as a JSON tree.
 * What is not of that form is left to the JSON reader, also what is broken: so
 * a line means the same whichever of the two reads it.
 */
#ifndef MMSTALL_FLAT_H
#define MMSTALL_FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FLAT_KEYS 16

struct flat_item {
	char *key; /* in the line */
	size_t key_len;
	int64_t value;
};

struct flat {
	size_t len;
	uint64_t bits; /* of all keys: most questions are for what is not there
			*/
	struct flat_item item[FLAT_KEYS];
};

/*
 * Reads LINE of LEN bytes into FLAT and ends each key in it with a NUL. False:
 * it is not of this form, and LINE is as it was.
 */
bool flat_read(struct flat *flat, char *line, size_t len);

/* The value of KEY; NULL: there is none. */
const int64_t *flat_find(const struct flat *flat, const char *key);

#endif
