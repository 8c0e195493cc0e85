/*
 * Numbers as people read and write them.
 */
#ifndef MMSTALL_UNITS_H
#define MMSTALL_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any of the texts below. */
#define UNITS_TEXT 32

/* "10ms", "2.5ms", "50us", "1s", "800ns". False: not one of these forms. */
bool units_parse_duration(const char *text, uint64_t *ns);

/* "850 ns", "41.2 ms", "3.00 s", "40.8 min": three digits; returns TEXT. */
const char *units_duration(char text[UNITS_TEXT], uint64_t ns);

/* A time since the start of the log; what was before it is 0. */
const char *units_moment(char text[UNITS_TEXT], int64_t t_ns);

/* "1,234,567". */
const char *units_count(char text[UNITS_TEXT], uint64_t count);

/* "512 bytes", "4.00 KiB", "1.50 GiB". */
const char *units_bytes(char text[UNITS_TEXT], uint64_t bytes);

/* PART of WHOLE as "97 %", "0.3 %"; "-" when WHOLE is 0. */
const char *units_share(char text[UNITS_TEXT], uint64_t part, uint64_t whole);

#endif
