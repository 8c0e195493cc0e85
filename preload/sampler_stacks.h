/*
 * The events of a thread's sampler that take stacks: the user registers and a
 * copy of the user stack, or a call chain by frame pointers, when a page fault
 * has been resolved; one event for faults that the kernel calls major, one for
 * minor ones, so that a storm of these takes nothing from those. Not at a
 * fault's begin: the copying would count as a part of the fault. A part of
 * sampler.h.
 *
 * A copy is a thousand times as large as any other sample, so none is ever
 * taken that was not granted before (PERF_EVENT_IOC_REFRESH: the kernel counts
 * down and stops by itself). What is granted at once fits into half of the
 * ring; how often is up to the caller. Rare faults all have stacks so, and a
 * storm of them costs what was granted, which the kernel's frequency mode
 * promises neither of: it adapts over dozens of samples.
 */
#ifndef MMSTALL_SAMPLER_STACKS_H
#define MMSTALL_SAMPLER_STACKS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack_mode.h"
#include "unwinder.h"

struct sampler;

/* What a SAMPLE_STACK holds; valid until the next sample. */
struct stack_sample {
	struct stack_dump dump; /* STACKS_DWARF */
	const uint64_t *chain;  /* STACKS_FP: innermost first; else NULL */
	size_t chain_len;
	bool is_chain_cut; /* as long as the kernel makes them */
};

/* Their order in the arrays below. */
enum stack_event {
	STACK_OF_MAJOR,
	STACK_OF_MINOR,
	STACK_EVENTS,
};

struct sampler_stacks {
	enum stack_mode mode;
	int error;             /* 0, or -errno: why the mode is STACKS_OFF */
	int fds[STACK_EVENTS]; /* -1: closed; opened again by a grant */
	uint64_t ids[STACK_EVENTS];
	unsigned granted[STACK_EVENTS]; /* and may still come */
	unsigned room;                  /* how many may be granted, of each */
	size_t bytes;                   /* of a copy */
	bool has_lost_count; /* of those granted, for samples were lost */
	uint64_t last_ns, last_address; /* of the last one; 0: long ago */
};

/* Frames of a chain at most; the kernel's own limit is above it. */
#define STACKS_CHAIN_MAX 127

/* With a smaller ring than this there are no stacks. */
#define STACKS_RING_MIN (64u << 10)

/*
 * Opens the events in the group of SAMPLER's begins, before its other events
 * are open: the kernel hands a fault first to the events that were opened last,
 * and a copy that is made before the sample of the end would delay it, and
 * double in size (sampler.c). What went wrong is in `error`: EINVAL, EOPNOTSUPP
 * and EOVERFLOW: this kernel has no such samples.
 */
void sampler_stacks_open(struct sampler *sampler);

/* The ring is there: the events write into it. */
void sampler_stacks_attach(struct sampler *sampler);

/* How many of EVENT may be granted now. */
unsigned sampler_stacks_room(const struct sampler *sampler,
			     enum stack_event event);

/* Lets the next COUNT (at least 1) faults of EVENT have their stacks taken. */
void sampler_stacks_grant(struct sampler *sampler, enum stack_event event,
			  unsigned count);

/* Takes back what was granted. */
void sampler_stacks_stop(struct sampler *sampler);

/* For sampler.c: the sample at position BODY of the ring, behind the fields
 * that all samples have. False: it is not whole. */
bool sampler_stacks_decode(struct sampler *sampler, enum stack_event event,
			   const struct perf_event_header *header,
			   uint64_t body, struct stack_sample *stack);

#endif
