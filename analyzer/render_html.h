/*
 * The report as one HTML file that needs nothing else. Names from logs are in
 * its data only, and scripts put them into the page as text.
 */
#ifndef MMSTALL_RENDER_HTML_H
#define MMSTALL_RENDER_HTML_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_html(const struct report *report, const struct out *out);

/* html_data.c: what the pictures are drawn from, as JSON: iterations, faults,
 * stacks. */
void html_data(const struct report *report, const struct out *out);

#endif
