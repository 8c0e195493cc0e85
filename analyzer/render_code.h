/*
 * The section about the code: for render_*.c only.
 */
#ifndef MMSTALL_RENDER_CODE_H
#define MMSTALL_RENDER_CODE_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_code(const struct report *report, const struct out *out);

#endif
