/*
 * Call frame information: how, at one instruction of a module, the registers of
 * the caller are found again. The tables are those that every compiler writes
 * for exceptions (.eh_frame and its sorted index .eh_frame_hdr), read from the
 * process itself through self_memory.h; DWARF 5, 6.4, and the Linux Standard
 * Base describe them. Collector thread only.
 */
#ifndef MMSTALL_CFI_H
#define MMSTALL_CFI_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "unwind_regs.h"

enum cfi_how {
	CFI_SAME,      /* as it is in this frame */
	CFI_UNDEFINED, /* gone; of the return address: the outermost frame */
	CFI_SAVED,     /* in memory at CFA + what */
	CFI_IS,        /* CFA + what itself */
	CFI_REGISTER,  /* in register `what` of this frame */
	CFI_SAVED_AT,  /* in memory where the expression at `what` says */
	CFI_IS_EXPR,   /* what that expression says */
};

struct cfi_rule {
	uint8_t how;  /* enum cfi_how */
	int64_t what; /* offset, register, or the expression's address */
};

struct cfi_row {
	uint8_t cfa_how;      /* CFI_IS: register + offset; CFI_IS_EXPR */
	uint8_t cfa_register; /* of CFI_IS */
	uint8_t return_register;
	bool is_signal; /* the frame that a signal handler returns to */
	int64_t cfa_what;
	struct cfi_rule rules[UNWIND_REGS];
};

/* What one function's rules are made from; points into the finder's copies. */
struct cfi_function {
	uint64_t start, end;
	uint64_t code_align;
	int64_t data_align;
	uint8_t return_register;
	uint8_t encoding; /* of pointers; bytes.h */
	bool is_signal;
	struct bytes initial, own; /* the instructions: common, and its own */
};

/*
 * The row for the instruction at PC, from the index at INDEX (an address in
 * the process, .eh_frame_hdr). False: the tables say nothing about PC.
 */
bool cfi_find(uint64_t index, uint64_t pc, struct cfi_row *row);

/* cfi_run.c: executes FUNCTION's instructions up to PC. False: broken. */
bool cfi_run(struct cfi_function *function, uint64_t pc, struct cfi_row *row);

#endif
