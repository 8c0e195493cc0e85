#include "perf_map.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

struct function {
	uint64_t start, len;
	size_t order; /* of its line: the last one at an address counts */
	char *name;
};

struct perf_map {
	struct array functions; /* struct function */
};

static int by_start(const void *left, const void *right)
{
	const struct function *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/*
 * V8 marks which of its compilers made a function: "JS:~f" first, "JS:*f" once
 * it is hot. It is the same function.
 */
static void drop_mark(char *name)
{
	static const char *const kinds[] = { "JS:", "LazyCompile:", "Function:",
					     "Eval:", "Script:" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i]);

		if (strncmp(name, kinds[i], len) == 0 && name[len] &&
		    strchr("~^+*", name[len]))
			memmove(name + len, name + len + 1, strlen(name + len));
	}
}

/* "7f2a1000 40 name of the function" */
static void take_line(struct perf_map *map, char *line)
{
	struct function function = { .order = map->functions.len };
	char *at = line, *end;

	function.start = strtoull(at, &end, 16);
	if (end == at || *end != ' ')
		return;
	at = end + 1;
	function.len = strtoull(at, &end, 16);
	if (end == at || *end != ' ')
		return;
	at = end + 1;
	at[strcspn(at, "\n")] = '\0';
	drop_mark(at);
	function.name = must_copy(at);
	*(struct function *)array_push(&map->functions) = function;
}

struct perf_map *perf_map_open(const char *log, int64_t pid)
{
	char *path = must_alloc(strlen(log) + 64);
	struct perf_map *map = NULL;
	char *line = NULL;
	size_t size = 0;
	FILE *file;

	sprintf(path, "%s.perf-map", log);
	file = fopen(path, "re");
	if (!file) {
		sprintf(path, "/tmp/perf-%" PRId64 ".map", pid);
		file = fopen(path, "re");
	}
	free(path);
	if (!file)
		return NULL;
	map = must_alloc(sizeof(*map));
	map->functions = ARRAY_OF(struct function);
	while (getline(&line, &size, file) > 0)
		take_line(map, line);
	free(line);
	fclose(file);
	array_sort(&map->functions, by_start);
	return map;
}

void perf_map_close(struct perf_map *map)
{
	for (size_t i = 0; i < map->functions.len; i++)
		free(array_at(&map->functions, struct function, i)->name);
	array_release(&map->functions);
	free(map);
}

const char *perf_map_name(const struct perf_map *map, uint64_t address)
{
	size_t low = 0, high = map->functions.len;
	const struct function *function;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (array_at(&map->functions, struct function, middle)->start <=
		    address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	function = array_at(&map->functions, struct function, low - 1);
	return address - function->start < function->len ? function->name
							 : NULL;
}
