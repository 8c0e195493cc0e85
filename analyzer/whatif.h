/*
 * What would be different if some of the faults had cost nothing.
 */
#ifndef MMSTALL_WHATIF_H
#define MMSTALL_WHATIF_H

#include "analyzer/model.h"

struct report;

struct whatif {
	uint64_t faults;   /* of these, in iterations of loops */
	uint64_t stalls;   /* that would be none */
	uint64_t stall_ns; /* less in stalls */
	/* Of these faults the one that cost a stall most; NULL: none did. */
	const struct fault *worst;
	const struct process *process;
	const struct iteration *iteration; /* that stall */
	uint64_t worst_ns;
};

/* HAS says which faults (of process INDEX) are meant, CONTEXT what it needs. */
struct whatif whatif_without(const struct report *report,
			     bool (*has)(const struct report *report,
					 size_t index, size_t fault,
					 const void *context),
			     const void *context);

#endif
