#include "words_code.h"

#include <stdlib.h>
#include <string.h>

#include "machinery.h"
#include "sentence.h"

#define NAME_COLUMNS 56
#define FILE_COLUMNS 60

/* Functions of a stack that are named in a line. */
#define STACK_FUNCTIONS 6

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void add_line(struct sentence *words, const struct symbol *symbol)
{
	sentence_name(words, base_name(symbol->file), FILE_COLUMNS);
	if (symbol->line)
		sentence_add(words, ":%d", symbol->line);
}

char *words_function_line(const struct place_function *function)
{
	struct sentence words;

	if (!function->symbol->file &&
	    (!function->symbol->is_known || !function->module[0]))
		return NULL;
	sentence_begin(&words);
	if (function->symbol->file)
		add_line(&words, function->symbol);
	if (function->module[0]) {
		sentence_add(&words, function->symbol->file ? ", in " : "in ");
		sentence_name(&words, base_name(function->module),
			      FILE_COLUMNS);
	}
	return sentence_end(&words);
}

/* "read_page (index.c:44)" */
static void add_function(struct sentence *words, const struct symbol *symbol)
{
	sentence_name(words, symbol->name, NAME_COLUMNS);
	if (!symbol->file)
		return;
	sentence_add(words, " (");
	add_line(words, symbol);
	sentence_add(words, ")");
}

char *words_file_owner(const struct file_row *row)
{
	struct sentence words;

	if (!row->owner.symbol)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "mapped by ");
	add_function(&words, row->owner.symbol);
	return sentence_end(&words);
}

static bool is_same(const struct place_function *a,
		    const struct place_function *b)
{
	return strcmp(a->symbol->name, b->symbol->name) == 0;
}

char *words_place(const struct report *report, const struct process *process,
		  const struct fault *fault)
{
	struct place place = report_place(report, process, fault);
	struct sentence words;

	if (!place.function.symbol)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "from ");
	add_function(&words, place.function.symbol);
	if (place.callback.symbol &&
	    !is_same(&place.callback, &place.function)) {
		sentence_add(&words, ", in callback ");
		sentence_name(&words, place.callback.symbol->name,
			      NAME_COLUMNS);
	}
	return sentence_end(&words);
}

/* How many functions are left without the innermost that are a library's; all
 * of them, if there are no others. */
static size_t own_functions(const struct flat_stack *flat)
{
	for (size_t len = flat->functions.len; len; len--) {
		const struct place_function *function = array_at(
			&flat->functions, struct place_function, len - 1);

		if (!machinery_is_library(function->symbol->name,
					  function->module))
			return len;
	}
	return flat->functions.len;
}

char *words_stack(const struct report *report, const struct process *process,
		  uint32_t stack)
{
	struct sentence words;
	struct flat_stack flat;
	size_t len;

	if (!report->options.namer || !stack || !stack_of(process, stack)->len)
		return NULL;
	flat = flat_stack_of(report->options.namer, process, stack);
	len = own_functions(&flat);
	sentence_begin(&words);
	for (size_t i = 0; i < len && i < STACK_FUNCTIONS; i++) {
		const struct place_function *function = array_at(
			&flat.functions, struct place_function, len - 1 - i);

		sentence_add(&words, i ? " < " : "");
		sentence_name(&words, function->symbol->name, NAME_COLUMNS);
	}
	if (len > STACK_FUNCTIONS)
		sentence_add(&words, " < …");
	flat_stack_release(&flat);
	return sentence_end(&words);
}

char *words_stacks(const struct report *report)
{
	const struct stack_cover *cover = &report->stack_cover;
	uint64_t all = cover->own_ns + cover->joined_ns + cover->none_ns;
	struct sentence words;

	if (!all || all == cover->none_ns)
		return NULL;
	sentence_begin(&words);
	sentence_share(&words, cover->own_ns, all);
	sentence_add(&words, " of the blocked time has a stack of its own");
	if (cover->joined_ns) {
		sentence_add(&words, ", ");
		sentence_share(&words, cover->joined_ns, all);
		sentence_add(&words, " that of the nearest fault at the same "
				     "instruction");
	}
	if (cover->none_ns) {
		sentence_add(&words, ", ");
		sentence_share(&words, cover->none_ns, all);
		sentence_add(&words, " none");
	}
	if (cover->cut_ns) {
		sentence_add(&words, "; ");
		sentence_share(&words, cover->cut_ns, all);
		sentence_add(&words, " has stacks whose outermost part is "
				     "missing");
	}
	sentence_add(&words, ".");
	return sentence_end(&words);
}

static void add_modules(struct sentence *words, size_t count, const char *first,
			const char *one, const char *many)
{
	sentence_count(words, count, one, many);
	sentence_add(words, " (%s", count > 1 ? "such as " : "");
	sentence_name(words, first, FILE_COLUMNS);
	sentence_add(words, "). ");
}

char *words_modules(const struct report *report)
{
	const struct symbols_gaps *gaps;
	struct sentence words;

	if (!report->options.namer)
		return NULL;
	gaps = &report->options.namer->gaps;
	if (!gaps->missing && !gaps->other)
		return NULL;
	sentence_begin(&words);
	if (gaps->missing)
		add_modules(&words, gaps->missing, gaps->first_missing,
			    "module is not here", "modules are not here");
	if (gaps->other)
		add_modules(&words, gaps->other, gaps->first_other,
			    "module is another build than the one recorded",
			    "modules are other builds than those recorded");
	sentence_add(&words, "Their functions have no names: give --symbols or "
			     "--sysroot.");
	return sentence_end(&words);
}
