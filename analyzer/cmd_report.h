/*
 * Reading logs and printing their report: what `mmstall report` and `mmstall
 * run` share.
 */
#ifndef MMSTALL_CMD_REPORT_H
#define MMSTALL_CMD_REPORT_H

#include <stddef.h>

#include "analyzer/request.h"

/* One report over all LOGS to standard output; the exit status. */
enum status report_print(char *const *logs, size_t count,
			 const struct request *request, struct err *err);

#endif
