/*
 * What the user asks of a report: its options, one table for `mmstall report`
 * and `mmstall run`.
 */
#ifndef MMSTALL_REQUEST_H
#define MMSTALL_REQUEST_H

#include <getopt.h>

#include "analyzer/err.h"
#include "analyzer/filter.h"
#include "analyzer/formats.h"
#include "analyzer/report.h"
#include "analyzer/symbols.h"

struct request {
	struct report_options report;
	struct symbols_options symbols;
	struct filter filter;
	const struct format *format;
	const char *output; /* NULL: standard output */
};

/* What is used when the user says nothing. */
struct request request_usual(void);

/* Options of getopt_long(3), REQUEST_OPTIONS of them: option i has the value
 * REQUEST_OPTION + i. */
#define REQUEST_OPTIONS 11
#define REQUEST_OPTION  512
void request_options(struct option options[REQUEST_OPTIONS]);

/* Takes TEXT as the value of OPTION, one of the above. */
bool request_take(struct request *request, int option, const char *text,
		  struct err *err);

/* Lines of help, as both commands print them. */
extern const char request_help[];

#endif
