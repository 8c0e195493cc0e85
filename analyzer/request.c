#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "units.h"

#define THRESHOLD_NS UINT64_C(10000000)
#define TOP          5
#define TOP_MAX      1000000

const char request_help[] =
	"  --threshold TIME      iterations this long are stalls, with ns, us, "
	"ms or s\n"
	"                        (default 10ms)\n"
	"  --top N               rows of each section at most (default 5)\n"
	"  --verbose, -v         all rows\n"
	"  --since, --until TIME only what was then, from the start of each "
	"log\n"
	"  --thread NAME|ID      only this thread\n"
	"  --file PART           only faults on files with this in their path\n"
	"  --format FORM         text (default), html (one page for a "
	"browser), json,\n"
	"                        csv-stalls, csv-faults, trace (Chrome's and "
	"Perfetto's),\n"
	"                        or folded: blocked microseconds by stack, "
	"for flame\n"
	"                        graph tools\n"
	"  --output FILE         write the report there, whole or not at "
	"all\n"
	"  --symbols FOLDER      look here as well for debug data and modules\n"
	"  --sysroot FOLDER      modules lie below it: the log is from "
	"another\n"
	"                        machine\n";

struct request request_usual(void)
{
	return (struct request){
		.report = { .threshold_ns = THRESHOLD_NS, .top = TOP },
		.format = format_usual(),
	};
}

static bool take_threshold(struct request *request, const char *text,
			   struct err *err)
{
	uint64_t *threshold_ns = &request->report.threshold_ns;

	if (units_parse_duration(text, threshold_ns) && *threshold_ns)
		return true;
	err_set(err, STATUS_USAGE,
		"--threshold %s is not understood; allowed: a number with ns, "
		"us, ms or s, such as 10ms or 2.5ms",
		text);
	return false;
}

static bool take_top(struct request *request, const char *text, struct err *err)
{
	char *end;
	long top = strtol(text, &end, 10);

	if (end == text || *end || top < 1 || top > TOP_MAX) {
		err_set(err, STATUS_USAGE,
			"--top %s is not understood; allowed: a whole number "
			"from 1",
			text);
		return false;
	}
	request->report.top = (size_t)top;
	return true;
}

static bool take_format(struct request *request, const char *text,
			struct err *err)
{
	char *allowed;

	request->format = format_named(text);
	if (request->format)
		return true;
	allowed = format_names();
	err_set(err, STATUS_USAGE, "--format %s is not understood; allowed: %s",
		text, allowed);
	free(allowed);
	return false;
}

/* A moment, for an option called NAME. */
static bool take_moment(const char *name, const char *text, int64_t *t_ns,
			struct err *err)
{
	uint64_t ns;

	if (units_parse_duration(text, &ns) && ns <= INT64_MAX) {
		*t_ns = (int64_t)ns;
		return true;
	}
	err_set(err, STATUS_USAGE,
		"--%s %s is not understood; allowed: a time from the start of "
		"the log, such as 1.5s or 200ms",
		name, text);
	return false;
}

/* Whichever comes last on the command line. */
static bool is_in_order(const struct filter *filter, const char *name,
			const char *text, struct err *err)
{
	if (!filter->until_ns || filter->until_ns > filter->since_ns)
		return true;
	err_set(err, STATUS_USAGE,
		"--%s %s leaves nothing: --until is to be later than --since",
		name, text);
	return false;
}

static bool take_since(struct request *request, const char *text,
		       struct err *err)
{
	return take_moment("since", text, &request->filter.since_ns, err) &&
	       is_in_order(&request->filter, "since", text, err);
}

static bool take_until(struct request *request, const char *text,
		       struct err *err)
{
	if (!take_moment("until", text, &request->filter.until_ns, err))
		return false;
	if (!request->filter.until_ns)
		request->filter.until_ns = -1; /* 0 would be the end */
	return is_in_order(&request->filter, "until", text, err);
}

static bool take_thread(struct request *request, const char *text,
			struct err *err)
{
	(void)err;
	request->filter.thread = text;
	return true;
}

static bool take_file(struct request *request, const char *text,
		      struct err *err)
{
	(void)err;
	request->filter.file = text;
	return true;
}

static bool take_output(struct request *request, const char *text,
			struct err *err)
{
	(void)err;
	request->output = text;
	return true;
}

static bool take_verbose(struct request *request, const char *text,
			 struct err *err)
{
	(void)text;
	(void)err;
	request->report.top = SIZE_MAX;
	return true;
}

static bool take_symbols(struct request *request, const char *text,
			 struct err *err)
{
	(void)err;
	request->symbols.folder = text;
	return true;
}

static bool take_sysroot(struct request *request, const char *text,
			 struct err *err)
{
	(void)err;
	request->symbols.sysroot = text;
	return true;
}

static const struct {
	const char *name;
	bool (*take)(struct request *request, const char *text,
		     struct err *err);
	bool has_no_value;
} known[REQUEST_OPTIONS] = {
	{ "threshold", take_threshold, false },
	{ "top", take_top, false },
	{ "verbose", take_verbose, true },
	{ "since", take_since, false },
	{ "until", take_until, false },
	{ "thread", take_thread, false },
	{ "file", take_file, false },
	{ "format", take_format, false },
	{ "output", take_output, false },
	{ "symbols", take_symbols, false },
	{ "sysroot", take_sysroot, false },
};

void request_options(struct option options[REQUEST_OPTIONS])
{
	for (int i = 0; i < REQUEST_OPTIONS; i++)
		options[i] = (struct option){ known[i].name,
					      known[i].has_no_value
						      ? no_argument
						      : required_argument,
					      NULL, REQUEST_OPTION + i };
}

bool request_take(struct request *request, int option, const char *text,
		  struct err *err)
{
	if (option == 'v')
		return take_verbose(request, text, err);
	return known[option - REQUEST_OPTION].take(request, text, err);
}
