/*
 * load: asks a bundled server at moments fixed beforehand, and says how long
 * it took to answer, and when it answered nobody.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "load/client.h"
#include "load/options.h"
#include "load/outage.h"
#include "load/plan.h"
#include "load/spread.h"

static void show_text(const struct plan *plan, const struct outage *outage,
		      const struct client_result *result)
{
	spread_show(plan, true, "reads");
	spread_show(plan, false, "pings");
	printf("answered nobody  %llu times, %.3f ms in all, the longest "
	       "%.3f ms\n",
	       (unsigned long long)outage->count, (double)outage->sum_ns / 1e6,
	       (double)outage->longest_ns / 1e6);
	printf("this client was late by %.3f ms at most\n",
	       (double)result->late_ns / 1e6);
}

static void show_json(const struct plan *plan, const struct outage *outage,
		      const struct client_result *result)
{
	printf("{");
	spread_json(plan, true, "reads");
	printf(",");
	spread_json(plan, false, "pings");
	printf(",\"outages\":%llu,\"stalled_ns\":%llu,\"longest_ns\":%llu,"
	       "\"late_ns\":%llu}\n",
	       (unsigned long long)outage->count,
	       (unsigned long long)outage->sum_ns,
	       (unsigned long long)outage->longest_ns,
	       (unsigned long long)result->late_ns);
}

int main(int argc, char **argv)
{
	struct options options;
	struct plan plan;
	struct client_result result;
	struct outage outage;

	options_parse(&options, argc, argv);
	if (options.reads > plan_blocks(&options))
		errx(EXIT_FAILURE,
		     "--reads %llu: the files have only %llu blocks of "
		     "--length",
		     (unsigned long long)options.reads,
		     (unsigned long long)plan_blocks(&options));
	plan_make(&plan, &options);
	result = client_run(&plan, (uint16_t)options.port,
			    (unsigned)options.connections);
	if (result.lost)
		errx(EXIT_FAILURE, "%llu requests were never answered",
		     (unsigned long long)result.lost);
	outage = outage_of(&plan);
	(options.is_json ? show_json : show_text)(&plan, &outage, &result);
	plan_release(&plan);
	if (result.wrong)
		errx(EXIT_FAILURE, "%llu answers are wrong",
		     (unsigned long long)result.wrong);
	return EXIT_SUCCESS;
}
