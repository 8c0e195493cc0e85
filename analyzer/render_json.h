/*
 * The report as one JSON document: everything that the text has, and all rows
 * of each section. docs/report.schema.json describes it.
 */
#ifndef MMSTALL_RENDER_JSON_H
#define MMSTALL_RENDER_JSON_H

#include "analyzer/out.h"
#include "analyzer/report.h"

void render_json(const struct report *report, const struct out *out);

/* The same with the longest stalls only, on one line, and with no '<': it can
 * stand in a script element. */
void render_json_embedded(const struct report *report, const struct out *out);

/* VALUE (struct json_t) in that way. */
void render_json_value(const void *value, const struct out *out);

#endif
