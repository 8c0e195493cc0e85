/*
 * Latencies, from the moment that each request was due: exact quantiles, and
 * how many took how long.
 */
#ifndef LOAD_SPREAD_H
#define LOAD_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load/plan.h"

/* The smallest of LEN sorted values that PER_MILLE of them do not exceed. */
uint64_t spread_quantile(const uint64_t *sorted, size_t len,
			 unsigned per_mille);

/* Of the plan's reads, or else of its pings. */
void spread_show(const struct plan *plan, bool of_reads, const char *name);
void spread_json(const struct plan *plan, bool of_reads, const char *name);

#endif
