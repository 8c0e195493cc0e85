/*
 * The section of the worst stalls, and what the sections share: for
 * render_*.c only.
 */
#ifndef MMSTALL_RENDER_STALLS_H
#define MMSTALL_RENDER_STALLS_H

#include "analyzer/out.h"
#include "analyzer/report.h"
#include "analyzer/table.h"

void render_stalls(const struct report *report, const struct out *out);

/* Notes whose stall it is, where there is more than one loop. */
void render_note_loop(struct table *table, const struct report *report,
		      const struct stall *stall);

/* How many rows of LEN to show. */
size_t render_top(const struct report *report, size_t len);

/* "… and 3 more" after SHOWN rows of ALL. */
void render_more(const struct out *out, size_t shown, size_t all);

#endif
