/* The instructions of a function's call frame information (DWARF 5, 6.4.2). */
#include <string.h>

#include "cfi.h"

#define REMEMBERED_MAX 8

enum {
	ADVANCE_LOC =
		0x40, /* the first three have an operand in the low bits */
	OFFSET = 0x80,
	RESTORE = 0xc0,
	NOP = 0x00,
	SET_LOC = 0x01,
	ADVANCE_LOC1 = 0x02,
	ADVANCE_LOC2 = 0x03,
	ADVANCE_LOC4 = 0x04,
	OFFSET_EXTENDED = 0x05,
	RESTORE_EXTENDED = 0x06,
	UNDEFINED = 0x07,
	SAME_VALUE = 0x08,
	REGISTER = 0x09,
	REMEMBER_STATE = 0x0a,
	RESTORE_STATE = 0x0b,
	DEF_CFA = 0x0c,
	DEF_CFA_REGISTER = 0x0d,
	DEF_CFA_OFFSET = 0x0e,
	DEF_CFA_EXPRESSION = 0x0f,
	EXPRESSION = 0x10,
	OFFSET_EXTENDED_SF = 0x11,
	DEF_CFA_SF = 0x12,
	DEF_CFA_OFFSET_SF = 0x13,
	VAL_OFFSET = 0x14,
	VAL_OFFSET_SF = 0x15,
	VAL_EXPRESSION = 0x16,
	AARCH64_NEGATE_RA_STATE = 0x2d,
	GNU_ARGS_SIZE = 0x2e,
	GNU_NEGATIVE_OFFSET_EXTENDED = 0x2f,
};

struct machine {
	const struct cfi_function *function;
	struct cfi_row *row;
	struct bytes *code;
	struct cfi_row initial; /* for RESTORE */
	struct cfi_row remembered[REMEMBERED_MAX];
	unsigned depth;
	uint64_t location;
};

static void set_rule(struct machine *machine, uint64_t number, uint8_t how,
		     int64_t what)
{
	/* Vector registers and the like are of no use here. */
	if (number < UNWIND_REGS)
		machine->row->rules[number] = (struct cfi_rule){ how, what };
}

static int64_t factored(const struct machine *machine, int64_t offset)
{
	return (int64_t)((uint64_t)offset *
			 (uint64_t)machine->function->data_align);
}

static int64_t factored_uleb(struct machine *machine)
{
	return factored(machine, (int64_t)bytes_uleb(machine->code));
}

static int64_t factored_sleb(struct machine *machine)
{
	return factored(machine, bytes_sleb(machine->code));
}

static void restore(struct machine *machine, uint64_t number)
{
	if (number < UNWIND_REGS)
		machine->row->rules[number] = machine->initial.rules[number];
}

/* Where the expression that follows begins, its length first. */
static int64_t expression(struct machine *machine)
{
	int64_t at = (int64_t)machine->code->address;

	bytes_skip(machine->code, bytes_uleb(machine->code));
	return at;
}

static void def_cfa(struct machine *machine, uint64_t number, int64_t offset)
{
	struct cfi_row *row = machine->row;

	if (number >= UNWIND_REGS)
		machine->code->is_bad = true;
	row->cfa_how = CFI_IS;
	row->cfa_register = (uint8_t)number;
	row->cfa_what = offset;
}

static void remember(struct machine *machine)
{
	if (machine->depth == REMEMBERED_MAX)
		machine->code->is_bad = true;
	else
		machine->remembered[machine->depth++] = *machine->row;
}

static void recall(struct machine *machine)
{
	if (machine->depth == 0)
		machine->code->is_bad = true;
	else
		*machine->row = machine->remembered[--machine->depth];
}

static void advance(struct machine *machine, uint64_t delta)
{
	machine->location += delta * machine->function->code_align;
}

/* The instructions that say where a register is. */
static bool execute_rule(struct machine *machine, uint8_t op)
{
	struct bytes *code = machine->code;
	uint64_t number = bytes_uleb(code);

	switch (op) {
	case OFFSET_EXTENDED:
		set_rule(machine, number, CFI_SAVED, factored_uleb(machine));
		break;
	case OFFSET_EXTENDED_SF:
		set_rule(machine, number, CFI_SAVED, factored_sleb(machine));
		break;
	case GNU_NEGATIVE_OFFSET_EXTENDED:
		set_rule(machine, number, CFI_SAVED, -factored_uleb(machine));
		break;
	case VAL_OFFSET:
		set_rule(machine, number, CFI_IS, factored_uleb(machine));
		break;
	case VAL_OFFSET_SF:
		set_rule(machine, number, CFI_IS, factored_sleb(machine));
		break;
	case RESTORE_EXTENDED:
		restore(machine, number);
		break;
	case UNDEFINED:
		set_rule(machine, number, CFI_UNDEFINED, 0);
		break;
	case SAME_VALUE:
		set_rule(machine, number, CFI_SAME, 0);
		break;
	case REGISTER:
		set_rule(machine, number, CFI_REGISTER,
			 (int64_t)bytes_uleb(code));
		break;
	case EXPRESSION:
		set_rule(machine, number, CFI_SAVED_AT, expression(machine));
		break;
	case VAL_EXPRESSION:
		set_rule(machine, number, CFI_IS_EXPR, expression(machine));
		break;
	default:
		return false;
	}
	return true;
}

/* The instructions that say where the frame is. */
static bool execute_cfa(struct machine *machine, uint8_t op)
{
	struct bytes *code = machine->code;
	struct cfi_row *row = machine->row;
	uint64_t number;

	switch (op) {
	case DEF_CFA:
		number = bytes_uleb(code);
		def_cfa(machine, number, (int64_t)bytes_uleb(code));
		break;
	case DEF_CFA_SF:
		number = bytes_uleb(code);
		def_cfa(machine, number, factored_sleb(machine));
		break;
	case DEF_CFA_REGISTER:
		def_cfa(machine, bytes_uleb(code), row->cfa_what);
		break;
	case DEF_CFA_OFFSET:
		row->cfa_what = (int64_t)bytes_uleb(code);
		break;
	case DEF_CFA_OFFSET_SF:
		row->cfa_what = factored_sleb(machine);
		break;
	case DEF_CFA_EXPRESSION:
		row->cfa_how = CFI_IS_EXPR;
		row->cfa_what = expression(machine);
		break;
	default:
		return false;
	}
	return true;
}

static bool execute_other(struct machine *machine, uint8_t op)
{
	struct bytes *code = machine->code;

	switch (op) {
	case NOP:
	case AARCH64_NEGATE_RA_STATE: /* signatures are taken off anyway */
		break;
	case SET_LOC:
		machine->location = bytes_pointer(code,
						  machine->function->encoding);
		break;
	case ADVANCE_LOC1:
		advance(machine, bytes_fixed(code, 1));
		break;
	case ADVANCE_LOC2:
		advance(machine, bytes_fixed(code, 2));
		break;
	case ADVANCE_LOC4:
		advance(machine, bytes_fixed(code, 4));
		break;
	case REMEMBER_STATE:
		remember(machine);
		break;
	case RESTORE_STATE:
		recall(machine);
		break;
	case GNU_ARGS_SIZE:
		bytes_uleb(code);
		break;
	default:
		return false;
	}
	return true;
}

static void execute_one(struct machine *machine)
{
	uint8_t op = (uint8_t)bytes_fixed(machine->code, 1);
	uint64_t low = op & 0x3f;

	switch (op & 0xc0) {
	case ADVANCE_LOC:
		advance(machine, low);
		return;
	case OFFSET:
		set_rule(machine, low, CFI_SAVED, factored_uleb(machine));
		return;
	case RESTORE:
		restore(machine, low);
		return;
	}
	if (!execute_other(machine, op) && !execute_cfa(machine, op) &&
	    !execute_rule(machine, op))
		machine->code->is_bad = true; /* unknown, and so its length */
}

/* Executes CODE as far as PC. */
static bool execute(struct machine *machine, struct bytes *code, uint64_t pc)
{
	machine->code = code;
	while (bytes_have_more(code) && machine->location <= pc)
		execute_one(machine);
	return !code->is_bad;
}

bool cfi_run(struct cfi_function *function, uint64_t pc, struct cfi_row *row)
{
	/* Static: too large for the collector's stack, and it is one thread. */
	static struct machine machine;

	memset(row, 0, sizeof(*row));
	row->return_register = function->return_register;
	row->is_signal = function->is_signal;
	row->cfa_how = CFI_UNDEFINED;
	machine.function = function;
	machine.row = row;
	machine.depth = 0;
	machine.location = function->start;
	if (!execute(&machine, &function->initial, UINT64_MAX))
		return false;
	machine.initial = *row;
	return execute(&machine, &function->own, pc) &&
	       row->cfa_how != CFI_UNDEFINED;
}
