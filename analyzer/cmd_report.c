#include "cmd_report.h"

#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "log_reader.h"

static enum status print_model(const struct model *model,
			       const struct request *request)
{
	struct report_options options = request->report;
	enum status status = STATUS_FINE;
	struct report report;
	struct out out = out_for(stdout);

	options.namer = symbols_open(&request->symbols);
	report_make(&report, model, options);
	request->format->render(&report, &out);
	if (report.coverage.cut_logs || report.coverage.killed_logs)
		status = STATUS_INCOMPLETE;
	report_release(&report);
	symbols_close(options.namer);
	return status;
}

enum status report_print(char *const *logs, size_t count,
			 const struct request *request, struct err *err)
{
	enum status status = STATUS_FINE;
	struct model model;

	model_init(&model);
	for (size_t i = 0; i < count && !status; i++) {
		if (!log_read(&model, logs[i], err))
			status = err->status;
	}
	if (!status) {
		model_sort(&model);
		status = print_model(&model, request);
	}
	model_release(&model);
	return status;
}

static int help(void)
{
	printf("Usage: mmstall report [OPTION]... LOG...\n"
	       "Explains the stalls in logs of libmmstall.so: one report over "
	       "all of them.\n\n"
	       "%s"
	       "  --help                this text\n\n"
	       "Exit status: 0 fine, 1 wrong usage, 2 a log cannot be read, 3 "
	       "the report was\n"
	       "printed but a log is incomplete.\n",
	       request_help);
	return STATUS_FINE;
}

int cmd_report(int argc, char **argv, struct err *err)
{
	struct request request = request_usual();
	struct option options[REQUEST_OPTIONS + 2] = {
		[REQUEST_OPTIONS] = { "help", no_argument, NULL, 'h' },
	};
	int option;

	request_options(options);
	opterr = 0;
	optind = 0; /* start afresh, and let glibc reset itself */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h')
			return help();
		if (option == '?')
			return err_set(err, STATUS_USAGE,
				       "report: %s is no option, or lacks its "
				       "value; see mmstall report --help",
				       argv[optind - 1]);
		if (!request_take(&request, option, optarg, err))
			return err->status;
	}
	if (optind == argc)
		return err_set(err, STATUS_USAGE,
			       "report: which log? mmstall report LOG...");
	return report_print(argv + optind, (size_t)(argc - optind), &request,
			    err);
}
