/*
 * What a stall was blocked on: file by file, or kind of other memory.
 */
#ifndef MMSTALL_STALL_FILES_H
#define MMSTALL_STALL_FILES_H

#include "analyzer/report.h"

struct stall_file {
	size_t row; /* index in report->files */
	uint64_t ns, faults;
};

/* Those of STALL, an array of struct stall_file, what blocked most first. The
 * caller releases it. Costs no more than the stall has faults. */
struct array stall_files(const struct report *report,
			 const struct stall *stall);

#endif
