/*
 * What clients and server say to each other: one message each way at a time,
 * on a socket that keeps messages apart (SOCK_SEQPACKET).
 */
#ifndef HAZARD_PROTOCOL_H
#define HAZARD_PROTOCOL_H

#include <stdint.h>

struct request {
	uint64_t offset; /* of the first page */
	uint64_t pages;
};

struct reply {
	uint64_t checksum; /* plan_right_answer() of the request */
};

#endif
