/*
 * DWARF expressions as they occur in call frame information: the entries of
 * procedure linkage tables, signal frames, hand-written assembly (DWARF 5,
 * 2.5). A few dozen operations at most are executed. Collector thread only.
 */
#ifndef MMSTALL_DWARF_EXPRESSION_H
#define MMSTALL_DWARF_EXPRESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "unwind_regs.h"

/* The stack as it was: reads a word at ADDRESS. False: it is not there. */
typedef bool stack_word_fn(void *context, uint64_t address, uint64_t *word);

struct expression_facts {
	const struct unwind_regs *regs;
	stack_word_fn *word;
	void *context;
};

/*
 * Evaluates the expression at ADDRESS in the process (its length comes first),
 * INITIAL already on its stack unless NULL. False: it needs what is not known,
 * or is no expression that call frame information may hold.
 */
bool expression_value(uint64_t address, const struct expression_facts *facts,
		      const uint64_t *initial, uint64_t *value);

#endif
