/*
 * Blocked time by stack, one stack a line, as flame graph tools read it.
 */
#ifndef MMSTALL_RENDER_FOLDED_H
#define MMSTALL_RENDER_FOLDED_H

#include "analyzer/out.h"
#include "analyzer/report.h"

/*
 * "program;thread;outermost;…;innermost MICROSECONDS": blocking faults on
 * mapped files. Those that no stack is known of have "[no stack]" and, if it is
 * known, the function.
 */
void render_folded(const struct report *report, const struct out *out);

#endif
