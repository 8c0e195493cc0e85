/*
 * Stacks as the log has them: unwound, in terms of modules, each written once.
 * Collector thread only.
 */
#ifndef MMSTALL_STACKS_H
#define MMSTALL_STACKS_H

#include <stdbool.h>
#include <stdint.h>

#include "modules.h"
#include "sampler_stacks.h"
#include "unwinder.h"

struct recorder;

/* Different stacks that a log can have. */
#define STACKS_MAX   16384
#define STACKS_SLOTS (2 * STACKS_MAX)

struct known_stack {
	uint64_t hash[2];
	uint32_t id; /* 0: the slot is free */
};

/* A stack in terms of modules. */
struct stack_frame {
	uint32_t module;  /* its id; 0: none */
	uint64_t address; /* as the module's file has it; of none, as it is */
	bool is_exact;
};

struct stack_facts {
	uint32_t id;
	const struct stack_frame *frames; /* innermost first */
	size_t count;
	enum unwind_end end;
	bool by_frame_pointer;
};

struct stacks {
	struct modules modules;
	struct unwinder unwinder;
	struct recorder *recorder;
	uint64_t own_code; /* an address in this library, whose frames are
			    * nobody's business */
	struct known_stack known[STACKS_SLOTS];
	uint32_t count;
	uint64_t refused; /* stacks beyond STACKS_MAX */

	/* unwind(), or a test's. */
	void (*unwind)(struct unwinder *unwinder, const struct stack_dump *dump,
		       struct unwound *result);
};

void stacks_init(struct stacks *stacks, struct mappings *mappings,
		 struct recorder *recorder);
void stacks_release(struct stacks *stacks);

/* The id of the stack in DUMP, whose record is in the log. 0: none. */
uint32_t stacks_of_dump(struct stacks *stacks, const struct stack_dump *dump);

/* The same, but 0 as well if what called its last frame cannot be told: that
 * of a DUMP of which few registers are known, or of code not known yet. */
uint32_t stacks_of_dump_unless_lost(struct stacks *stacks,
				    const struct stack_dump *dump);

/* The same for a SAMPLE_STACK; a copy or a call chain. */
uint32_t stacks_of_sample(struct stacks *stacks,
			  const struct stack_sample *sample);

#endif
