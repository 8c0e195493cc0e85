/*
 * Unwinding this very process, with the loader's and libgcc's word for what is
 * right; and stacks that are none.
 */
#include "unit.h"

#include <execinfo.h>
#include <link.h>
#include <string.h>
#include <ucontext.h>

#include "preload/self_memory.h"
#include "preload/unwinder.h"

static struct unwinder unwinder;
static struct unwound result;
static bool has_tables = true;

struct wanted {
	uint64_t pc, tables;
	uint32_t module;
	bool is_found;
};

static int look(struct dl_phdr_info *info, size_t size, void *data)
{
	struct wanted *wanted = data;
	bool is_here = false;
	uint64_t tables = 0;

	(void)size;
	wanted->module++;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];
		uint64_t start = info->dlpi_addr + header->p_vaddr;

		if (header->p_type == PT_LOAD && header->p_flags & PF_X)
			is_here |= wanted->pc - start < header->p_memsz;
		if (header->p_type == PT_GNU_EH_FRAME)
			tables = start;
	}
	wanted->tables = tables;
	wanted->is_found = is_here;
	return is_here;
}

static bool find(void *context, uint64_t pc, uint32_t *module, uint64_t *tables)
{
	struct wanted wanted = { .pc = pc };

	(void)context;
	dl_iterate_phdr(look, &wanted);
	*module = has_tables ? wanted.module : 0;
	*tables = has_tables ? wanted.tables : 0;
	return wanted.is_found;
}

/* The registers of a context by DWARF's numbers; x86-64 has its own order. */
static void take_context(const ucontext_t *context, struct unwind_regs *regs)
{
#if defined(__x86_64__)
	static const int numbers[UNWIND_REGS] = {
		REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI,
		REG_RBP, REG_RSP, REG_R8,  REG_R9,  REG_R10, REG_R11,
		REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP
	};

	for (unsigned i = 0; i < UNWIND_REGS; i++)
		unwind_reg_set(
			regs, i,
			(uint64_t)context->uc_mcontext.gregs[numbers[i]]);
#else
	for (unsigned i = 0; i < 31; i++)
		unwind_reg_set(regs, i, context->uc_mcontext.regs[i]);
	unwind_reg_set(regs, UNWIND_SP, context->uc_mcontext.sp);
	unwind_reg_set(regs, UNWIND_PC, context->uc_mcontext.pc);
#endif
}

#define FRAMES 64

static void *truth[FRAMES];
static int truth_len;
static uint8_t copy[1 << 16];
static struct stack_dump dump;

/* The stack as it is here, for the unwinder and by libgcc. */
__attribute__((noinline)) static void take_here(void)
{
	ucontext_t context;

	truth_len = backtrace(truth, FRAMES);
	getcontext(&context);
	memset(&dump, 0, sizeof(dump));
	take_context(&context, &dump.regs);
	dump.is_call = true;
	dump.len = self_read_some(dump.regs.value[UNWIND_SP], copy,
				  sizeof(copy)) /
		   8 * 8;
	dump.bytes = copy;
}

__attribute__((noinline)) static int deeper(int depth)
{
	int below;

	if (depth == 0)
		take_here();
	below = depth ? deeper(depth - 1) : 0;
	__asm__ volatile("" : : : "memory");
	return below + 1;
}

static uint64_t top; /* a frame above those of deeper() */

/* The outermost COUNT frames of the result are the true ones: further in,
 * there are two places of one function, or what a sanitizer put there. */
static void check_outermost(size_t count)
{
	ck_assert_uint_le(count, result.count);
	ck_assert_uint_le(count, (size_t)truth_len);
	for (size_t i = 1; i <= count; i++)
		ck_assert_uint_eq(result.frames[result.count - i].address,
				  (uintptr_t)truth[truth_len - i]);
}

static void start(void)
{
	top = (uintptr_t)__builtin_frame_address(0);
	memset(&unwinder, 0, sizeof(unwinder));
	unwinder.source.find = find;
	has_tables = true;
	deeper(20);
}

START_TEST(test_a_stack_is_what_libgcc_says)
{
	start();
	unwind(&unwinder, &dump, &result);
	ck_assert_int_eq(result.end, UNWIND_COMPLETE);
	ck_assert(!result.by_frame_pointer);
	ck_assert_int_gt(result.count, 22);
	check_outermost(result.count - 1);
}
END_TEST

START_TEST(test_rows_found_before_are_found_again)
{
	struct unwound first;

	start();
	unwind(&unwinder, &dump, &first);
	unwind(&unwinder, &dump, &result);
	ck_assert_uint_eq(first.count, result.count);
	for (size_t i = 0; i < first.count; i++)
		ck_assert_uint_eq(first.frames[i].address,
				  result.frames[i].address);
}
END_TEST

START_TEST(test_a_copy_that_is_too_short_is_cut)
{
	start();
	dump.len = (top - dump.regs.value[UNWIND_SP]) * 4 / 5 / 8 * 8;
	dump.may_go_on = true;
	unwind(&unwinder, &dump, &result);
	ck_assert_int_eq(result.end, UNWIND_CUT);
	ck_assert_uint_gt(result.count, 2);
	ck_assert_uint_lt(result.count, 20);
}
END_TEST

START_TEST(test_an_instruction_that_is_none_is_the_only_frame)
{
	start();
	unwind_reg_set(&dump.regs, UNWIND_PC, 42);
	unwind(&unwinder, &dump, &result);
	ck_assert_int_eq(result.end, UNWIND_LOST);
	ck_assert_uint_eq(result.count, 1);
}
END_TEST

/* Two records of frames that point at each other. */
START_TEST(test_frames_that_go_round_end)
{
	uint64_t sp, *words = (uint64_t *)copy;

	start();
	sp = dump.regs.value[UNWIND_SP];
	has_tables = false;
	dump.len = 64;
	words[0] = sp + 16;
	words[1] = words[3] = dump.regs.value[UNWIND_PC];
	words[2] = sp;
	unwind_reg_set(&dump.regs, UNWIND_FP, sp);
	unwind(&unwinder, &dump, &result);
	ck_assert_int_eq(result.end, UNWIND_LOST);
	ck_assert_uint_eq(result.count, 3);
	ck_assert(result.by_frame_pointer);
}
END_TEST

static uint64_t random_state = 88172645463325252u;

static uint64_t random_word(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	return random_state ^= random_state << 17;
}

#define ROUNDS 3000

/* Right at first, then anything: words of code, of the stack, and of neither.
 */
START_TEST(test_a_corrupt_stack_ends)
{
	uint64_t *words = (uint64_t *)copy;

	for (int round = 0; round < ROUNDS; round++) {
		start();
		for (int i = 0; i < 40; i++) {
			size_t at = random_word() % (dump.len / 8);
			uint64_t choice = random_word() % 3;

			words[at] = choice == 0 ? random_word()
				    : choice == 1
					    ? dump.regs.value[UNWIND_SP] +
						      random_word() % dump.len
					    : (uintptr_t)truth[random_word() %
							       truth_len];
		}
		for (unsigned i = 0; i < UNWIND_REGS; i++) {
			if (random_word() % 4 == 0)
				unwind_reg_set(&dump.regs, i, random_word());
		}
		/* What SP says is where the copy lies. */
		dump.len = random_word() % dump.len;
		unwind(&unwinder, &dump, &result);
		ck_assert_uint_ge(result.count, 1);
		ck_assert_uint_le(result.count, UNWIND_FRAMES_MAX);
	}
}
END_TEST

/* Tables of which bytes were changed: wrong rows, no harm. */
START_TEST(test_corrupt_tables_end)
{
	static uint8_t tables[4096];
	struct wanted wanted = { .pc = (uintptr_t)deeper };
	struct cfi_row row;

	dl_iterate_phdr(look, &wanted);
	for (int round = 0; round < 20 * ROUNDS; round++) {
		memcpy(tables, (const void *)(uintptr_t)wanted.tables,
		       sizeof(tables) / 2);
		for (int i = 0; i < 8; i++)
			tables[random_word() % 64] = (uint8_t)random_word();
		tables[0] = 1;
		cfi_find((uintptr_t)tables,
			 (uintptr_t)tables + random_word() % 4096, &row);
	}
}
END_TEST

UNIT_MAIN("unwinder", test_a_stack_is_what_libgcc_says,
	  test_rows_found_before_are_found_again,
	  test_a_copy_that_is_too_short_is_cut,
	  test_an_instruction_that_is_none_is_the_only_frame,
	  test_frames_that_go_round_end, test_a_corrupt_stack_ends,
	  test_corrupt_tables_end)
