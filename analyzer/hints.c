#include "hints.h"

#include <string.h>

#define LOOK_BACK 256

struct given {
	int64_t t_ns;
	uint64_t offset, len;
	uint32_t map;
	enum hint hint;
};

static enum hint hint_of(const struct call *call)
{
	static const struct {
		const char *argument;
		enum hint hint;
	} lasting[] = {
		{ "normal", HINT_NORMAL },
		{ "random", HINT_RANDOM },
		{ "sequential", HINT_SEQUENTIAL },
	};

	if (strcmp(call->function, "madvise") != 0)
		return HINT_NONE;
	for (size_t i = 0; i < sizeof(lasting) / sizeof(*lasting); i++) {
		if (strcmp(call->argument, lasting[i].argument) == 0)
			return lasting[i].hint;
	}
	return HINT_NONE;
}

static int by_map_and_time(const void *left, const void *right)
{
	const struct given *a = left, *b = right;

	if (a->map != b->map)
		return a->map < b->map ? -1 : 1;
	return (a->t_ns > b->t_ns) - (a->t_ns < b->t_ns);
}

struct hints hints_of(const struct process *process)
{
	struct hints hints = { ARRAY_OF(struct given) };

	for (size_t i = 0; i < process->calls.len; i++) {
		const struct call *call = array_at(&process->calls, struct call,
						   i);
		enum hint hint = hint_of(call);

		if (!call->map || hint == HINT_NONE)
			continue;
		*(struct given *)array_push(&hints.given) = (struct given){
			call->t_ns, call->offset, call->len, call->map, hint
		};
	}
	array_sort(&hints.given, by_map_and_time);
	return hints;
}

void hints_release(struct hints *hints)
{
	array_release(&hints->given);
}

/* How many were given on smaller mappings, or on MAP until T_NS. */
static size_t given_until(const struct hints *hints, uint32_t map, int64_t t_ns)
{
	size_t first = 0, end = hints->given.len;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		const struct given *given = array_at(&hints->given,
						     struct given, middle);

		if (given->map < map ||
		    (given->map == map && given->t_ns <= t_ns))
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

enum hint hints_at(const struct hints *hints, uint32_t map, int64_t t_ns,
		   uint64_t offset)
{
	size_t end = given_until(hints, map, t_ns);

	for (size_t back = 1; back <= end && back <= LOOK_BACK; back++) {
		const struct given *given = array_at(&hints->given,
						     struct given, end - back);

		if (given->map != map)
			break;
		if (offset >= given->offset &&
		    offset - given->offset < given->len)
			return given->hint;
	}
	return HINT_NONE;
}
