/*
 * Where in the code a fault happened, said by two functions: the one that took
 * it, and the callback that the event loop had called.
 *
 * The callback is the first function that the fault's stack does not share,
 * seen from the outside, with the stack of the loop's wait call: what is shared
 * is the loop's own machinery. In both, libraries that belong to nobody are
 * passed over (machinery.h).
 */
#ifndef MMSTALL_PLACES_H
#define MMSTALL_PLACES_H

#include "analyzer/array.h"
#include "analyzer/symbols.h"

/* A function on a stack. */
struct place_function {
	const struct symbol *symbol;
	const char *module; /* path; "" when not known */
};

/* A stack as functions, inlined ones too, the outermost first. */
struct flat_stack {
	struct array functions; /* struct place_function */
};

struct flat_stack flat_stack_of(struct namer *namer,
				const struct process *process, uint32_t stack);
void flat_stack_release(struct flat_stack *flat);

struct place {
	struct place_function function; /* symbol NULL: nothing is known */
	struct place_function callback; /* symbol NULL: of no loop, or its
					 * waiting was not seen */
};

/* Where FAULT of PROCESS happened; WAIT_STACK of its thread's loop, or 0. */
struct place place_of(struct namer *namer, const struct process *process,
		      const struct fault *fault, uint32_t wait_stack);

#endif
