/*
 * Values as a strip of small bars, one character each.
 */
#ifndef MMSTALL_STRIP_H
#define MMSTALL_STRIP_H

#include <stddef.h>
#include <stdint.h>

/*
 * LEN values, the largest as a full bar, a space where there is nothing at
 * all; what is little is seen too. The caller frees it.
 */
char *strip_of(const uint64_t *values, size_t len);

/* What lasted FROM … TO, as parts of the whole strip's time, has VALUE: no cell
 * of it is less. There is at least one cell. */
void strip_raise(uint64_t *values, size_t len, double from, double to,
		 uint64_t value);

/* The largest of LEN values. */
uint64_t strip_most(const uint64_t *values, size_t len);

#endif
