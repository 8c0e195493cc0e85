/*
 * What slowfs serves: every byte is a pure function of the file's number and
 * the byte's offset, so that whoever reads it can tell whether it is right.
 *
 * A file is a sequence of 8-byte little-endian words; the word at offset o (a
 * multiple of 8) of file number n is
 *	mix(mix(n) + o / 8)
 * with mix() the finalizer of the public-domain generator SplitMix64.
 */
#ifndef TESTAPPS_CONTENT_H
#define TESTAPPS_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bijection of 64-bit numbers that leaves no visible pattern. */
static inline uint64_t content_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* The word at an offset that is a multiple of 8, as a load yields it. */
static inline uint64_t content_word(uint64_t file_number, uint64_t offset)
{
	return content_mix(content_mix(file_number) + offset / 8);
}

/* Any range of a file, aligned or not. */
void content_fill(void *to, uint64_t file_number, uint64_t offset, size_t len);

/* The N of a path that ends in "data.N"; false for any other name. */
bool content_file_number(const char *path, uint64_t *to);

#endif
