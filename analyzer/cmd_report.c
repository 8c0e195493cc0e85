#include "cmd_report.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "log_reader.h"
#include "render_text.h"
#include "units.h"

enum status report_print(char *const *logs, size_t count,
			 struct report_options options, struct err *err)
{
	enum status status = STATUS_FINE;
	struct report report;
	struct model model;
	struct out out = out_for(stdout);

	model_init(&model);
	for (size_t i = 0; i < count; i++) {
		if (!log_read(&model, logs[i], err)) {
			model_release(&model);
			return err->status;
		}
	}
	model_sort(&model);
	report_make(&report, &model, options);
	render_text(&report, &out);
	if (report.coverage.cut_logs || report.coverage.killed_logs)
		status = STATUS_INCOMPLETE;
	report_release(&report);
	model_release(&model);
	return status;
}

bool report_take_threshold(struct report_options *options, const char *text,
			   struct err *err)
{
	if (units_parse_duration(text, &options->threshold_ns) &&
	    options->threshold_ns)
		return true;
	err_set(err, STATUS_USAGE,
		"--threshold %s is not understood; allowed: a number with ns, "
		"us, ms or s, such as 10ms or 2.5ms",
		text);
	return false;
}

static bool take_top(struct report_options *options, const char *text,
		     struct err *err)
{
	char *end;
	long top = strtol(text, &end, 10);

	if (end == text || *end || top < 1 || top > 1000000) {
		err_set(err, STATUS_USAGE,
			"--top %s is not understood; allowed: a whole number "
			"from 1",
			text);
		return false;
	}
	options->top = (size_t)top;
	return true;
}

static int help(void)
{
	puts("Usage: mmstall report [OPTION]... LOG...\n"
	     "Explains the stalls in logs of libmmstall.so: one report over "
	     "all of them.\n\n"
	     "  --threshold TIME  iterations this long are stalls, with ns, "
	     "us, ms or s\n"
	     "                    (default 10ms)\n"
	     "  --top N           rows of each section at most (default 5)\n"
	     "  --help            this text\n\n"
	     "Exit status: 0 fine, 1 wrong usage, 2 a log cannot be read, 3 "
	     "the report was\n"
	     "printed but a log is incomplete.");
	return STATUS_FINE;
}

int cmd_report(int argc, char **argv, struct err *err)
{
	static const struct option options[] = {
		{ "threshold", required_argument, NULL, 't' },
		{ "top", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct report_options chosen = { REPORT_THRESHOLD_NS, REPORT_TOP };
	int option;

	opterr = 0;
	optind = 0; /* start afresh, and let glibc reset itself */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 't':
			if (!report_take_threshold(&chosen, optarg, err))
				return err->status;
			break;
		case 'n':
			if (!take_top(&chosen, optarg, err))
				return err->status;
			break;
		case 'h':
			return help();
		default:
			return err_set(err, STATUS_USAGE,
				       "report: %s is no option, or lacks its "
				       "value; see mmstall report --help",
				       argv[optind - 1]);
		}
	}
	if (optind == argc)
		return err_set(err, STATUS_USAGE,
			       "report: which log? mmstall report LOG...");
	return report_print(argv + optind, (size_t)(argc - optind), chosen,
			    err);
}
