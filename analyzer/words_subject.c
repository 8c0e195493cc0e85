#include "words_subject.h"

#include <stdlib.h>

#include "unended.h"
#include "units.h"
#include "words.h"

/* Names longer than this are cut in a sentence; the sections have them. */
#define NAME_COLUMNS 60

bool subject_is_some_files(const struct report *report)
{
	return report->options.filter && report->options.filter->file;
}

const char *subject_these_files(const struct report *report)
{
	return subject_is_some_files(report) ? "The chosen files"
					     : "Mapped files";
}

const char *subject_those_files(const struct report *report)
{
	return subject_is_some_files(report) ? "the chosen files"
					     : "mapped files";
}

void subject_file(struct sentence *words, const struct file_row *row)
{
	if (row->path[0])
		sentence_name(words, row->path, NAME_COLUMNS);
	else
		sentence_add(words, "a file whose name is not known");
}

void subject_loop(struct sentence *words, const struct loop_row *row)
{
	char *name = words_loop(row);

	sentence_add(words, "%s", name);
	free(name);
}

static void add_numbers(struct sentence *words, const struct report *report)
{
	char stalled[UNITS_TEXT], all[UNITS_TEXT];

	sentence_add(words, "%s of %s event loops, %s of ",
		     units_count(stalled, report->stalled_loops),
		     units_count(all, report->loops.len),
		     report->stalled_loops == 1 ? "that" : "above all that");
}

void subject_loops(struct sentence *words, const struct report *report)
{
	if (report->loops.len == 1 &&
	    !loop_never_waits(report->worst_loop->loop))
		sentence_add(words, "the event loop of ");
	else if (report->loops.len > 1)
		add_numbers(words, report);
	subject_loop(words, report->worst_loop);
}
