/*
 * The section of advice: for render_*.c only.
 */
#ifndef MMSTALL_RENDER_ADVICE_H
#define MMSTALL_RENDER_ADVICE_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_advice(const struct report *report, const struct out *out);

#endif
