/*
 * What a scan computes: the sum of every 512th byte. It looks at each page of
 * a file while it moves as little data as it can.
 */
#ifndef TESTAPPS_SUM_H
#define TESTAPPS_SUM_H

#include <stdint.h>

#define SUM_STRIDE UINT64_C(512)

/* Of bytes that begin at a multiple of the stride. */
static inline uint64_t sum_bytes(const volatile unsigned char *bytes,
				 uint64_t len)
{
	uint64_t sum = 0;

	for (uint64_t at = 0; at < len; at += SUM_STRIDE)
		sum += bytes[at];
	return sum;
}

#endif
