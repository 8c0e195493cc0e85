/*
 * Sizes, times and counts as people write them on a command line.
 * Each returns false, leaving *to alone, for anything else than the stated
 * form (signs, blanks, trailing text, overflow).
 */
#ifndef TESTAPPS_UNITS_H
#define TESTAPPS_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/* A whole number of bytes, or of K, M or G (powers of 1024): "64M". */
bool units_parse_size(const char *text, uint64_t *to_bytes);

/* A whole number with its unit, ns, us, ms or s: "20ms"; or plain "0". */
bool units_parse_time(const char *text, uint64_t *to_ns);

/* A whole number from 0 to max. */
bool units_parse_count(const char *text, uint64_t max, uint64_t *to);

#endif
