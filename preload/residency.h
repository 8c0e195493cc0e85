/*
 * Which mapped files come into memory, where page faults cannot be sampled:
 * mincore(2) now and then on the mappings of files, and what was not there the
 * last time. It tells which files were read and roughly when, not by whom.
 *
 * The kernel says "in memory" for every page of a file that the caller neither
 * owns nor may write (Linux 5.2 on): of such a file nothing is ever seen to
 * come. Collector thread only; bounded in memory and in time.
 */
#ifndef MMSTALL_RESIDENCY_H
#define MMSTALL_RESIDENCY_H

#include <stdint.h>

#include "mappings.h"
#include "vec.h"

/* At most so many mappings are looked at, and so many pages in all. */
#define RESIDENCY_MAPPINGS 64
#define RESIDENCY_PAGES    131072

struct residency {
	struct vec looked; /* struct looked */
	uint64_t pages;    /* of these, in all */
	uint64_t last_ns;  /* of the last look */
	uint64_t next_ns;  /* not before this */
	bool has_news; /* files were mapped since, which have no first look */
};

void residency_init(struct residency *residency);
void residency_release(struct residency *residency);

/* PAGES of the first OF of MAPPING were not in memory at SINCE_NS, and are. */
typedef void residency_told(void *context, struct mapping *mapping,
			    uint64_t since_ns, uint64_t pages, uint64_t of);

/*
 * Looks at new mappings of data for the first time, and if it is time to, at
 * the others for what has changed, which TOLD is called for.
 */
void residency_look(struct residency *residency, struct mappings *table,
		    uint64_t now_ns, residency_told *told, void *context);

#endif
