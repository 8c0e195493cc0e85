/*
 * From a thread's registers and a copy of its stack to the calls it was in.
 *
 * Unwinding is by the modules' own tables (cfi.h). Code without any (JIT code,
 * hand-written assembly) is left by its frame pointer, if that leads to
 * code, and the result says so. Nothing but the copied stack is taken for
 * stack: whatever the copy does not hold ends the unwinding, and how it ended
 * is part of the result.
 *
 * Why this is not libunwind: of its remote interface a forked child inherits
 * locks that the parent's collector may have held and tables that it may have
 * been changing, without a way to begin anew; it calls malloc, mmap and abort
 * by names that the host may have taken over, on a thread that libc does not
 * know; it guesses without saying so; and it costs every process three more
 * libraries. Collector thread only.
 */
#ifndef MMSTALL_UNWINDER_H
#define MMSTALL_UNWINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cfi.h"
#include "unwind_regs.h"

#define UNWIND_FRAMES_MAX 256

/* A thread at one moment; the bytes belong to whoever made it. */
struct stack_dump {
	struct unwind_regs regs; /* PC and SP at least */
	const uint8_t *bytes;    /* from SP upwards */
	size_t len;
	bool may_go_on; /* there was more stack than was copied */
	bool is_call;   /* PC is where a call will return to */
};

enum unwind_end {
	UNWIND_COMPLETE, /* up to the outermost frame */
	UNWIND_CUT,      /* the stack is deeper than what was copied */
	UNWIND_LOST,     /* what called the last frame cannot be told */
	UNWIND_DEEP,     /* UNWIND_FRAMES_MAX were not enough */
};

struct unwind_frame {
	uint64_t address;
	bool is_exact; /* the very instruction; else one past a call */
};

struct unwound {
	struct unwind_frame frames[UNWIND_FRAMES_MAX]; /* innermost first */
	size_t count;
	enum unwind_end end;
	bool by_frame_pointer; /* in part at least */
};

/* What code there is: the modules' side. */
struct code_source {
	/* The tables (.eh_frame_hdr) of the code at PC, 0: it has none;
	 * *MODULE: the same number only while the same module lies there, 0
	 * for code in none. False: there is no code at PC. */
	bool (*find)(void *context, uint64_t pc, uint32_t *module,
		     uint64_t *tables);
	void *context;
};

/* Rows found before, by instruction; a newer one takes an older one's place. */
#define UNWIND_ROWS 2048

struct unwind_row {
	uint64_t pc;
	uint32_t module; /* 0: the slot is free */
	bool is_missing; /* the tables say nothing about PC */
	struct cfi_row row;
};

struct unwinder {
	struct code_source source;
	struct unwind_row rows[UNWIND_ROWS];
};

void unwind(struct unwinder *unwinder, const struct stack_dump *dump,
	    struct unwound *result);

/* Whether there is code at PC. */
bool unwind_is_code(struct unwinder *unwinder, uint64_t pc);

/* Whether the call that returns to PC is of a function that none calls. */
bool unwind_is_outermost(struct unwinder *unwinder, uint64_t pc);

#endif
