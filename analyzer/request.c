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
	"  --format FORM         text (default), json, csv-stalls, csv-faults, "
	"trace\n"
	"                        (Chrome's and Perfetto's), or folded: "
	"blocked\n"
	"                        microseconds by stack, for flame graph tools\n"
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
} known[REQUEST_OPTIONS] = {
	{ "threshold", take_threshold }, { "top", take_top },
	{ "format", take_format },       { "symbols", take_symbols },
	{ "sysroot", take_sysroot },
};

void request_options(struct option options[REQUEST_OPTIONS])
{
	for (int i = 0; i < REQUEST_OPTIONS; i++)
		options[i] = (struct option){ known[i].name, required_argument,
					      NULL, REQUEST_OPTION + i };
}

bool request_take(struct request *request, int option, const char *text,
		  struct err *err)
{
	return known[option - REQUEST_OPTION].take(request, text, err);
}
