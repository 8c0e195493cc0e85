/*
 * One error: filled where the knowledge is, printed once, in main.
 */
#ifndef MMSTALL_ERR_H
#define MMSTALL_ERR_H

#include <stdbool.h>

/* Exit statuses; mmstall(1) documents them. */
enum status {
	STATUS_FINE = 0,
	STATUS_USAGE = 1,
	STATUS_UNREADABLE = 2, /* a log, or what is to be written */
	STATUS_INCOMPLETE = 3, /* report printed, but the log is cut short */
};

struct err {
	enum status status;
	char text[5120]; /* room for a path and its reason: one sentence, no
			    newline; "" for none */
};

/* Fills ERR; returns STATUS, so that a command can end with it. */
enum status err_set(struct err *err, enum status status, const char *format,
		    ...) __attribute__((format(printf, 3, 4)));

#endif
