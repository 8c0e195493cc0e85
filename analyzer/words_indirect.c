#include "words_indirect.h"

#include <inttypes.h>

#include "sentence.h"
#include "units.h"

#define NAME_COLUMNS 60

char *words_indirect(const struct indirect *indirect)
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
	return sentence_end(&words);
}
