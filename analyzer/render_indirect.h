/*
 * The section of suspected indirect stalls: for render_*.c only.
 */
#ifndef MMSTALL_RENDER_INDIRECT_H
#define MMSTALL_RENDER_INDIRECT_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_indirect(const struct report *report, const struct out *out);

#endif
