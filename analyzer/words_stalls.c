/*
 * What stalls were made of, and what waited behind them, in words.
 */
#include "sentence.h"
#include "stall_files.h"
#include "units.h"
#include "words.h"
#include "words_file.h"

/* Files of a stall that are named, and how much of their names. */
#define FILES_NAMED  3
#define NAME_COLUMNS 40

static const char *const part_words[PART_COUNT] = {
#define PART_WORDS(name, key, words) [name] = (words),
	PARTS(PART_WORDS)
#undef PART_WORDS
};

/* "12.0 ms on mapped files, 3.00 ms unknown": parts from FIRST on. */
static void add_parts(struct sentence *words, const struct parts *parts,
		      unsigned first)
{
	const char *comma = "";

	for (unsigned i = first; i < PART_COUNT; i++) {
		if (!parts->ns[i])
			continue;
		sentence_add(words, "%s", comma);
		sentence_duration(words, parts->ns[i]);
		sentence_add(words, " %s", part_words[i]);
		comma = ", ";
	}
}

static void add_queued(struct sentence *words, const struct loop_row *row)
{
	char text[UNITS_TEXT];

	if (!row->queued.events)
		return;
	sentence_add(words, ". ");
	sentence_count(words, row->queued.events, "ready event",
		       "ready events");
	sentence_add(words, " waited behind %s, %s event-milliseconds at most",
		     row->stalls == 1 ? "it" : "them",
		     units_count(text, row->queued.event_ns / 1000000));
}

char *words_loop_stalls(const struct loop_row *row)
{
	struct sentence words;

	sentence_begin(&words);
	sentence_count(&words, row->stalls, "stall", "stalls");
	if (!thread_is_sampled(row->process, row->thread)) {
		sentence_add(&words, ", ");
		sentence_duration(&words, row->stall_ns);
	} else {
		sentence_add(&words, ": ");
		add_parts(&words, &row->stall_parts, 0);
	}
	add_queued(&words, row);
	return sentence_end(&words);
}

char *words_rest(const struct stall *stall)
{
	struct sentence words;

	if (stall->parts.ns[PART_UNKNOWN] == stall->rest_ns)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "rest: ");
	add_parts(&words, &stall->parts, PART_MEMORY + 1);
	return sentence_end(&words);
}

char *words_counted(const struct stall *stall)
{
	const struct iteration *iteration = stall->iteration;
	char minor[UNITS_TEXT], major[UNITS_TEXT];
	struct sentence words;

	if (thread_is_sampled(stall->process, stall->thread) ||
	    !(iteration->minor || iteration->major || iteration->slept))
		return NULL;
	sentence_begin(&words);
	sentence_add(&words,
		     "counted in it: %s minor and %s major page faults, ",
		     units_count(minor, iteration->minor),
		     units_count(major, iteration->major));
	sentence_count(&words, iteration->slept, "sleep", "sleeps");
	if (report_is_suspected(iteration))
		sentence_add(&words, ", as a wait for a mapped file does");
	return sentence_end(&words);
}

/* All but the first have a hundredth of the time at least. */
static bool are_several(const struct array *files)
{
	uint64_t all_ns = 0, first_ns = 0;

	for (size_t i = 0; i < files->len; i++) {
		const struct stall_file *file = array_at(files,
							 struct stall_file, i);

		all_ns += file->ns;
		if (i == 0)
			first_ns = file->ns;
	}
	return files->len > 1 && all_ns - first_ns >= all_ns / 100;
}

char *words_stall_files(const struct report *report, const struct stall *stall)
{
	struct array files = stall_files(report, stall);
	struct sentence words;

	if (!are_several(&files)) {
		array_release(&files);
		return NULL;
	}
	sentence_begin(&words);
	sentence_add(&words, "by file: ");
	for (size_t i = 0; i < files.len && i < FILES_NAMED; i++) {
		const struct stall_file *file = array_at(&files,
							 struct stall_file, i);

		sentence_add(&words, i ? ", " : "");
		sentence_duration(&words, file->ns);
		sentence_add(&words, " ");
		sentence_name(
			&words,
			words_file_name(array_at(&report->files,
						 struct file_row, file->row)),
			NAME_COLUMNS);
	}
	if (files.len > FILES_NAMED)
		sentence_add(&words, " and %zu more", files.len - FILES_NAMED);
	array_release(&files);
	return sentence_end(&words);
}
