/*
 * Stalls and blocking faults as comma-separated values (RFC 4180), one line
 * each after a line of names; all of them. Times in nanoseconds.
 */
#ifndef MMSTALL_RENDER_CSV_H
#define MMSTALL_RENDER_CSV_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_csv_stalls(const struct report *report, const struct out *out);
void render_csv_faults(const struct report *report, const struct out *out);

#endif
