/*
 * A limit of the logs in words: what could not be seen, why, and what would
 * change that.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sentence.h"
#include "units.h"
#include "words.h"

#define NAME_COLUMNS 60

#define SAMPLING_REMEDY                                               \
	"To sample: sysctl kernel.perf_event_paranoid=2 as root, or " \
	"CAP_PERFMON for the program; in a container a seccomp "      \
	"profile that allows perf_event_open."

/* "5 threads were not recorded"; without a count "Threads were …". */
static const struct explanation {
	const char *subject;
	const char *one, *many, *uncounted; /* NULL: never counted */
	const char *what;
	const char *remedy;
} explanations[] = {
	{ LOG_LIMIT_SAMPLING, NULL, NULL, "No page fault", "was sampled",
	  SAMPLING_REMEDY },
	{ LOG_LIMIT_KERNEL, NULL, NULL, "No fault inside a system call",
	  "was sampled (a write or send from a mapping)",
	  "To see them: sysctl kernel.perf_event_paranoid=1, or "
	  "CAP_PERFMON." },
	{ LOG_LIMIT_THREAD, "thread was", "threads were", "A thread was",
	  "not sampled",
	  "More locked memory helps: ulimit -l, or sysctl "
	  "kernel.perf_event_mlock_kb." },
	{ LOG_LIMIT_THREADS, "thread was", "threads were", "Threads were",
	  "not recorded at all", "" },
	{ LOG_LIMIT_LOG, "record was", "records were", "Records were",
	  "dropped", "" },
	{ LOG_LIMIT_EVENTS, "call was", "calls were", "Calls were",
	  "not noted, because they were too many at once",
	  "Iterations and names of mappings may be missing." },
	{ LOG_LIMIT_STACKS, "stack was", "stacks were", "Stacks were",
	  "not taken in the way that was asked for", "" },
	{ LOG_LIMIT_MAPS, NULL, NULL, "Some mappings", "may have no name", "" },
	{ NULL, NULL, NULL, "Something", "could not be seen", "" },
};

static const struct explanation *explanation_of(const char *subject)
{
	const struct explanation *explanation = explanations;

	while (explanation->subject &&
	       strcmp(explanation->subject, subject) != 0)
		explanation++;
	return explanation;
}

/* "… perf_event_paranoid is 2 …": the setting allows it, and something else
 * refuses. */
static bool is_allowed(const char *why)
{
	static const char setting[] = "perf_event_paranoid is ";
	const char *at = strstr(why, setting);

	return at && strtol(at + strlen(setting), NULL, 10) <= 2;
}

static const char *remedy_of(const struct explanation *known, const char *why)
{
	if (strcmp(known->remedy, SAMPLING_REMEDY) == 0 && is_allowed(why))
		return "That setting allows it, so a sandbox refuses: in a "
		       "container, a seccomp profile that allows "
		       "perf_event_open helps.";
	return known->remedy;
}

/* " (worker, 4711, and 2 more)" */
static void add_threads(struct sentence *words, const struct limit_row *row)
{
	sentence_add(words, " (");
	sentence_name(words, row->thread->name, NAME_COLUMNS);
	sentence_add(words, ", %" PRId64, row->thread->tid);
	if (row->threads > 1)
		sentence_add(words, ", and %" PRIu64 " more", row->threads - 1);
	sentence_add(words, ")");
}

char *words_limit(const struct report *report, const struct limit_row *row)
{
	const struct explanation *known = explanation_of(row->subject);
	const char *remedy = remedy_of(known, row->why);
	uint64_t count = row->threads ? row->threads : row->count;
	struct sentence words;

	sentence_begin(&words);
	if (known->many && count)
		sentence_count(&words, count, known->one, known->many);
	else
		sentence_add(&words, "%s", known->uncounted);
	sentence_add(&words, " %s", known->what);
	if (row->thread)
		add_threads(&words, row);
	if (row->logs < report->coverage.logs)
		sentence_add(&words, " in %" PRIu64 " of %" PRIu64 " logs",
			     row->logs, report->coverage.logs);
	if (row->why[0]) {
		sentence_add(&words, ": ");
		sentence_name(&words, row->why, 200);
	}
	sentence_add(&words, ".%s%s", remedy[0] ? " " : "", remedy);
	return sentence_end(&words);
}
