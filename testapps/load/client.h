/*
 * Sends what the plan says when it says so, and takes in the answers.
 */
#ifndef LOAD_CLIENT_H
#define LOAD_CLIENT_H

#include <stdint.h>

#include "load/plan.h"

struct client_result {
	uint64_t wrong;   /* answers */
	uint64_t lost;    /* requests that were never answered */
	uint64_t late_ns; /* the client was itself late to send, at most */
};

/* Fills in the plan. Exits with one sentence when the server cannot be
 * reached, or says nothing for half a minute. */
struct client_result client_run(struct plan *plan, uint16_t port,
				unsigned connections);

#endif
