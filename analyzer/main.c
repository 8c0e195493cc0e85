#include <stdio.h>
#include <string.h>

#include "array.h"
#include "commands.h"
#include "out.h"

#include <stdlib.h>

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv, struct err *err);
	const char *what;
} commands[] = {
	{ "report", cmd_report, "explain the stalls in one or more logs" },
	{ "run", cmd_run, "run a program under the profiler, then report" },
};

static int help(void)
{
	puts("Usage: mmstall COMMAND [OPTION]... [ARGUMENT]...\n"
	     "Finds out whether memory-mapped files stall an event loop.\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		printf("  mmstall %-8s %s\n", commands[i].name,
		       commands[i].what);
	puts("\nmmstall COMMAND --help tells a command's options. Without "
	     "mmstall run:\n"
	     "LD_PRELOAD=/path/to/libmmstall.so PROGRAM, then mmstall report.");
	return STATUS_FINE;
}

static int run(int argc, char **argv, struct err *err)
{
	const char *name = argc > 1 ? argv[1] : "";

	if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0)
		return help();
	if (strcmp(name, "--version") == 0) {
		puts("mmstall " MMSTALL_VERSION);
		return STATUS_FINE;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(name, commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1, err);
	}
	return err_set(err, STATUS_USAGE,
		       name[0] ? "there is no command \"%s\"; mmstall --help "
				 "lists them"
			       : "no command%s; mmstall --help lists them",
		       name);
}

int main(int argc, char **argv)
{
	struct err err = { 0 };
	int status = run(argc, argv, &err);

	/* A report that could not be written is no report. */
	if ((fflush(stdout) || ferror(stdout)) && !err.text[0])
		status = err_set(&err, STATUS_UNREADABLE,
				 "cannot write to standard output: %m");
	if (err.text[0]) {
		char *text = out_escape(err.text);

		fprintf(stderr, "mmstall: %s\n", text);
		free(text);
	}
	return status;
}
