/*
 * Places in the code, in words. Names are escaped here. The caller frees what
 * is returned.
 */
#ifndef MMSTALL_WORDS_CODE_H
#define MMSTALL_WORDS_CODE_H

#include "analyzer/report.h"

/* "index.c:44, in server"; NULL: no more is known than its name. */
char *words_function_line(const struct place_function *function);

/* "from read_page (index.c:44), called back in handle_request"; NULL: nothing
 * is known of FAULT's code. */
char *words_place(const struct report *report, const struct process *process,
		  const struct fault *fault);

/* "mapped by open_index (index.c:30)"; NULL: that is not known. */
char *words_file_owner(const struct file_row *row);

/* How much of the blocked time has stacks; NULL: there was none. */
char *words_stacks(const struct report *report);

/* Modules without names; NULL: none. */
char *words_modules(const struct report *report);

/*
 * "take_gil < PyEval_RestoreThread < …": the functions of STACK of PROCESS from
 * the innermost that is no library's on, not all of many. NULL: nothing is
 * known.
 */
char *words_stack(const struct report *report, const struct process *process,
		  uint32_t stack);

#endif
