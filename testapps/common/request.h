/*
 * What the bundled servers are asked, and what they answer: one protocol over
 * TCP, so that one load generator measures them all. Integers are little
 * endian, as they lie in memory.
 */
#ifndef TESTAPPS_REQUEST_H
#define TESTAPPS_REQUEST_H

#include <stdint.h>

/* Clients may send more before they are answered; replies may come in any
 * order. A request that no file can serve ends its connection. */
struct request {
	uint64_t id;
	uint64_t offset;
	uint32_t file;   /* its place in the server's command line, from 0 */
	uint32_t length; /* 0: no file is touched, and the sum is 0 */
};

struct reply {
	uint64_t id;
	uint64_t
		sum; /* of the bytes at offset, offset + 512, … below its end */
};

_Static_assert(sizeof(struct request) == 24 && sizeof(struct reply) == 16,
	       "no padding");

#endif
