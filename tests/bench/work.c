/*
 * work KIND ARGUMENT…: one workload of the benchmark. Prints "RESULT wall cpu
 * units": nanoseconds for a unit of work.
 */
#include <string.h>
#include <unistd.h>

#include "work.h"

static uint64_t number(const char *text)
{
	return text ? strtoull(text, NULL, 10) : 0;
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "";
	const char *first = argc > 2 ? argv[2] : NULL;
	const char *second = argc > 3 ? argv[3] : NULL;

	if (strcmp(kind, "loop") == 0)
		return run_loop(number(first));
	if (strcmp(kind, "messages") == 0)
		return run_messages(number(first));
	if (strcmp(kind, "ping-pong") == 0)
		return run_ping_pong(number(first), second != NULL, 0);
	if (strcmp(kind, "events") == 0)
		return run_ping_pong(number(first), 0,
				     (unsigned)number(second));
	if (strcmp(kind, "warm") == 0)
		return run_warm(first, number(second));
	if (strcmp(kind, "cold") == 0)
		return run_cold(first, number(second));
	if (strcmp(kind, "churn") == 0)
		return run_churn(number(first));
	if (strcmp(kind, "maps") == 0)
		return run_maps(first, number(second));
	if (strcmp(kind, "threads") == 0)
		return run_threads(number(first));
	if (strcmp(kind, "many") == 0)
		return run_many(number(first));
	fprintf(stderr, "work: no such kind: %s\n", kind);
	return EXIT_FAILURE;
}
