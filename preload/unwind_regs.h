/*
 * A thread's registers as unwinding needs them, numbered as DWARF numbers them
 * on this architecture (psABI); the program counter comes last.
 */
#ifndef MMSTALL_UNWIND_REGS_H
#define MMSTALL_UNWIND_REGS_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__x86_64__)
#define UNWIND_REGS 17
#define UNWIND_FP   6  /* rbp */
#define UNWIND_SP   7  /* rsp */
#define UNWIND_PC   16 /* the return address column */
#elif defined(__aarch64__)
#define UNWIND_REGS 33
#define UNWIND_FP   29
#define UNWIND_SP   31
#define UNWIND_PC   32
#endif

struct unwind_regs {
	uint64_t value[UNWIND_REGS];
	uint64_t known; /* bit n: value[n] is */
};

static inline bool unwind_reg_get(const struct unwind_regs *regs,
				  unsigned number, uint64_t *value)
{
	if (number >= UNWIND_REGS || !(regs->known >> number & 1))
		return false;
	*value = regs->value[number];
	return true;
}

static inline void unwind_reg_set(struct unwind_regs *regs, unsigned number,
				  uint64_t value)
{
	regs->value[number] = value;
	regs->known |= UINT64_C(1) << number;
}

static inline void unwind_reg_forget(struct unwind_regs *regs, unsigned number)
{
	regs->known &= ~(UINT64_C(1) << number);
}

#endif
