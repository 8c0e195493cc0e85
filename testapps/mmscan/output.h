/* Results as a table for people, or as CSV or JSON for programs. */
#ifndef MMSCAN_OUTPUT_H
#define MMSCAN_OUTPUT_H

#include "mmscan/options.h"
#include "mmscan/results.h"

/* To standard output; exits if that cannot be written. */
void output_results(const struct result *results, unsigned count,
		    enum format format);

#endif
