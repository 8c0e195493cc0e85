/*
 * The commands of mmstall: each gets its own arguments (argv[0] is its name)
 * and returns the exit status; what it could not do is in ERR for main to say.
 */
#ifndef MMSTALL_COMMANDS_H
#define MMSTALL_COMMANDS_H

#include "analyzer/err.h"

int cmd_report(int argc, char **argv, struct err *err);
int cmd_run(int argc, char **argv, struct err *err);

#endif
