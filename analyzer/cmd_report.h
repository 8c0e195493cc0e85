/*
 * Reading logs and printing their report: what `mmstall report` and `mmstall
 * run` share.
 */
#ifndef MMSTALL_CMD_REPORT_H
#define MMSTALL_CMD_REPORT_H

#include <stddef.h>

#include "analyzer/err.h"
#include "analyzer/report.h"

/* What is used when the user says nothing. */
#define REPORT_THRESHOLD_NS UINT64_C(10000000)
#define REPORT_TOP          5

/* One report over all LOGS to standard output; the exit status. */
enum status report_print(char *const *logs, size_t count,
			 struct report_options options, struct err *err);

/* Takes TEXT as the value of --threshold into OPTIONS. */
bool report_take_threshold(struct report_options *options, const char *text,
			   struct err *err);

#endif
