/*
 * A loop in words.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "sentence.h"
#include "strip.h"
#include "unended.h"
#include "words.h"
#include "words_subject.h"
#include "words_program.h"

#define NAME_COLUMNS 60

static void add_loop(struct sentence *words, const struct loop_row *row)
{
	sentence_name(words, row->process->program, NAME_COLUMNS);
	sentence_add(words, " (thread ");
	sentence_name(words, row->thread->name, NAME_COLUMNS);
	sentence_add(words, ", %" PRId64, row->thread->tid);
	if (row->number)
		sentence_add(words, ", loop %" PRIu32, row->number);
	if (row->log) {
		sentence_add(words, ", in ");
		sentence_name(words, row->log, NAME_COLUMNS);
	}
	sentence_add(words, ")");
}

char *words_loop(const struct loop_row *row)
{
	struct sentence words;

	sentence_begin(&words);
	add_loop(&words, row);
	return sentence_end(&words);
}

char *words_loop_wait(const struct loop_row *row)
{
	struct sentence words;

	sentence_begin(&words);
	add_loop(&words, row);
	if (loop_never_waits(row->loop)) {
		sentence_add(&words, ", which never waits for events");
		return sentence_end(&words);
	}
	sentence_add(&words, ", in ");
	sentence_name(&words, row->loop->wait, NAME_COLUMNS);
	if (row->loop->epoll_fd >= 0)
		sentence_add(&words, " on %" PRId64, row->loop->epoll_fd);
	return sentence_end(&words);
}

char *words_program(const struct program_row *row)
{
	struct sentence words;

	sentence_begin(&words);
	sentence_name(&words, row->program, NAME_COLUMNS);
	sentence_add(&words, ": ");
	sentence_count(&words, row->loops, "loop", "loops");
	sentence_add(&words, " in ");
	sentence_count(&words, row->logs, "process", "processes");
	return sentence_end(&words);
}

char *words_loop_time(const struct report *report, const struct loop_row *row)
{
	struct sentence words;

	sentence_begin(&words);
	sentence_count(&words, row->busy.count, "iteration", "iterations");
	sentence_add(&words, ", busy ");
	sentence_duration(&words, row->busy_ns);
	if (!thread_is_sampled(row->process, row->thread)) {
		sentence_add(&words, "; its faults were not sampled");
		return sentence_end(&words);
	}
	if (!row->file_ns) {
		sentence_add(&words, ", nothing of it blocked on %s",
			     subject_those_files(report));
		return sentence_end(&words);
	}
	sentence_add(&words, ", of it ");
	sentence_duration(&words, row->file_ns);
	sentence_add(&words, " (");
	sentence_share(&words, row->file_ns, row->busy_ns);
	sentence_add(&words, ") blocked on %s", subject_those_files(report));
	return sentence_end(&words);
}

char *words_loop_strip(const struct loop_row *row, size_t columns)
{
	const struct process *process = row->process;
	struct sentence words;
	uint64_t *longest;
	char *strip;

	if (row->first == row->end)
		return NULL;
	longest = must_alloc(columns * sizeof(*longest));
	loop_longest(row, longest, columns);
	strip = strip_of(longest, columns);
	sentence_begin(&words);
	sentence_add(&words, "|%s| up to ", strip);
	sentence_duration(&words, strip_most(longest, columns));
	sentence_add(&words, " in ");
	sentence_duration(
		&words, process->last_ns > 0 ? (uint64_t)process->last_ns : 1);
	free(strip);
	free(longest);
	return sentence_end(&words);
}
