/*
 * A report as text for people: verdict, how far to trust it, loops, worst
 * stalls, files.
 */
#ifndef MMSTALL_RENDER_TEXT_H
#define MMSTALL_RENDER_TEXT_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_text(const struct report *report, const struct out *out);

#endif
