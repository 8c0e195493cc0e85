#include "mmscan/iterations.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

FILE *iterations_open(const char *path)
{
	FILE *to = fopen(path, "we");

	if (!to)
		err(EXIT_FAILURE, "cannot write %s", path);
	fputs(ITERATIONS_HEADER, to);
	return to;
}

static void add_line(FILE *to, const char *kind, const struct result *of,
		     unsigned number, pid_t tid, const struct lap *lap)
{
	fprintf(to, "%s,%s,%s,%s,%u,%d,%" PRIu64 ",%" PRIu64 "\n", kind,
		of->configuration, of->cache, of->cure, number, tid,
		lap->start_ns, lap->duration_ns);
}

void iterations_add(FILE *to, const struct result *of, unsigned number,
		    const struct run *run)
{
	struct lap wall = { run->begin_ns, run->wall_ns };

	add_line(to, "run", of, number, 0, &wall);
	for (unsigned t = 0; t < run->threads; t++)
		for (size_t i = 0; i < run->laps[t].count; i++)
			add_line(to, "iteration", of, number, run->laps[t].tid,
				 &run->laps[t].each[i]);
}

void iterations_close(FILE *to, const char *path)
{
	bool failed = ferror(to);

	if (fclose(to) != 0 || failed)
		err(EXIT_FAILURE, "cannot write %s", path);
}

/* Not a word that could be anything else in the SVG that it goes to. */
static bool is_plain(const char *word)
{
	return word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-")] ==
	       '\0';
}

bool iteration_parse(const char *line, struct iteration *to)
{
	char kind[ITERATIONS_WORD_BYTES];
	int end = 0;

	if (sscanf(line,
		   "%31[^,],%31[^,],%31[^,],%31[^,],%u,%d,%" SCNu64 ",%" SCNu64
		   "%n",
		   kind, to->configuration, to->cache, to->cure, &to->run,
		   &to->tid, &to->start_ns, &to->duration_ns, &end) != 8 ||
	    strcmp(line + end, "\n") != 0)
		return false;
	to->is_run = strcmp(kind, "run") == 0;
	return (to->is_run || strcmp(kind, "iteration") == 0) &&
	       is_plain(to->configuration) && is_plain(to->cache) &&
	       is_plain(to->cure);
}
