/*
 * The section of files and memory: for render_*.c only.
 */
#ifndef MMSTALL_RENDER_FILES_H
#define MMSTALL_RENDER_FILES_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_files(const struct report *report, const struct out *out);

/* What is known of files where nothing was sampled. */
void render_arrivals(const struct report *report, const struct out *out);

#endif
