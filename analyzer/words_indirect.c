#include "words_indirect.h"

#include <inttypes.h>
#include <stdlib.h>

#include "sentence.h"
#include "units.h"
#include "words_code.h"

#define NAME_COLUMNS 60

/* ": read_page < serve < …" */
static void add_stack(struct sentence *words, const struct report *report,
		      const struct process *process, uint32_t stack)
{
	char *text = words_stack(report, process, stack);

	if (text)
		sentence_add(words, ": %s", text);
	free(text);
}

char *words_indirect_sleep(const struct report *report,
			   const struct indirect *indirect)
{
	struct sentence words;

	if (!indirect->sleep || !report->options.namer)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, indirect->is_sleep_own
				     ? "the loop slept here"
				     : "the loop slept here another time");
	add_stack(&words, report, indirect->stall->process,
		  indirect->sleep->stack);
	return sentence_end(&words);
}

char *words_indirect(const struct report *report,
		     const struct indirect *indirect)
{
	const struct fault *fault = indirect->fault;
	struct sentence words;
	const struct file *file;
	char text[UNITS_TEXT];

	if (!fault)
		return NULL;
	file = fault_file(indirect->stall->process, fault);
	sentence_begin(&words);
	sentence_add(&words, "thread ");
	sentence_name(&words, indirect->thread->name, NAME_COLUMNS);
	sentence_add(&words, " (%" PRId64 ") was blocked for ",
		     indirect->thread->tid);
	sentence_duration(&words, fault->len_ns);
	sentence_add(&words, " from %s on, at byte ",
		     units_moment(text, fault->t_ns));
	sentence_add(&words, "%s of ", units_count(text, fault->offset));
	if (file->path[0])
		sentence_name(&words, file->path, NAME_COLUMNS);
	else
		sentence_add(&words, "a file whose name is not known");
	add_stack(&words, report, indirect->stall->process, fault->stack);
	return sentence_end(&words);
}
