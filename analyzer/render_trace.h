/*
 * What happened when, as Chrome's trace event JSON, which Perfetto reads too:
 * a track a thread, with iterations, tasks, blocking faults and calls.
 */
#ifndef MMSTALL_RENDER_TRACE_H
#define MMSTALL_RENDER_TRACE_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_trace(const struct report *report, const struct out *out);

#endif
