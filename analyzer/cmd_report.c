#include "cmd_report.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "commands.h"
#include "log_reader.h"
#include "output.h"
#include "progress.h"

static enum status print_model(const struct model *model,
			       const struct request *request, struct err *err)
{
	struct report_options options = request->report;
	enum status status = STATUS_FINE;
	struct report report;
	struct output output;
	struct out out;

	if (!output_open(&output, request->output, err))
		return err->status;
	out = out_for(output.stream);
	if (filter_is_any(&request->filter))
		options.filter = &request->filter;
	options.namer = symbols_open(&request->symbols);
	report_make(&report, model, options);
	request->format->render(&report, &out);
	if (report.coverage.cut_logs || report.coverage.killed_logs)
		status = STATUS_INCOMPLETE;
	report_release(&report);
	symbols_close(options.namer);
	return output_close(&output, err) ? status : err->status;
}

/* Of what can be told beforehand. */
static uint64_t total_bytes(char *const *logs, size_t count)
{
	uint64_t total = 0;
	struct stat facts;

	for (size_t i = 0; i < count; i++) {
		if (stat(logs[i], &facts) == 0 && S_ISREG(facts.st_mode))
			total += (uint64_t)facts.st_size;
	}
	return total;
}

enum status report_print(char *const *logs, size_t count,
			 const struct request *request, struct err *err)
{
	enum status status = STATUS_FINE;
	struct model model;

	model_init(&model);
	progress_begin(total_bytes(logs, count));
	for (size_t i = 0; i < count && !status; i++) {
		if (!log_read(&model, logs[i], err))
			status = err->status;
	}
	progress_end();
	if (!status && !filter_fits(&request->filter, &model, err))
		status = err->status;
	if (!status) {
		if (filter_is_any(&request->filter))
			filter_apply(&request->filter, &model);
		model_sort(&model);
		status = print_model(&model, request, err);
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
	while ((option = getopt_long(argc, argv, "v", options, NULL)) != -1) {
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
