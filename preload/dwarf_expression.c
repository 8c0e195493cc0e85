#include "dwarf_expression.h"

#include "bytes.h"
#include "self_memory.h"

#define STACK_MAX 32
#define STEPS_MAX 256
#define LEN_MAX   256

enum {
	OP_ADDR = 0x03,
	OP_DEREF = 0x06,
	OP_CONST1U = 0x08, /* … to CONST8S: unsigned and signed in turn */
	OP_CONST8S = 0x0f,
	OP_CONSTU = 0x10,
	OP_CONSTS = 0x11,
	OP_DUP = 0x12,
	OP_DROP = 0x13,
	OP_OVER = 0x14,
	OP_PICK = 0x15,
	OP_SWAP = 0x16,
	OP_AND = 0x1a,
	OP_MINUS = 0x1c,
	OP_MUL = 0x1e,
	OP_NEG = 0x1f,
	OP_NOT = 0x20,
	OP_OR = 0x21,
	OP_PLUS = 0x22,
	OP_PLUS_UCONST = 0x23,
	OP_SHL = 0x24,
	OP_SHR = 0x25,
	OP_SHRA = 0x26,
	OP_XOR = 0x27,
	OP_SKIP = 0x2f,
	OP_BRA = 0x28,
	OP_EQ = 0x29,
	OP_GE = 0x2a,
	OP_GT = 0x2b,
	OP_LE = 0x2c,
	OP_LT = 0x2d,
	OP_NE = 0x2e,
	OP_LIT0 = 0x30,
	OP_LIT31 = 0x4f,
	OP_BREG0 = 0x70,
	OP_BREG31 = 0x8f,
	OP_BREGX = 0x92,
	OP_NOP = 0x96,
};

struct evaluation {
	const struct expression_facts *facts;
	struct bytes code;
	const uint8_t *first; /* of the code: branches stay behind it */
	uint64_t stack[STACK_MAX];
	unsigned depth;
	bool is_bad;
};

static void push(struct evaluation *evaluation, uint64_t value)
{
	if (evaluation->depth == STACK_MAX)
		evaluation->is_bad = true;
	else
		evaluation->stack[evaluation->depth++] = value;
}

/* The value INDEX places below the top. */
static uint64_t peek(struct evaluation *evaluation, uint64_t index)
{
	if (index >= evaluation->depth) {
		evaluation->is_bad = true;
		return 0;
	}
	return evaluation->stack[evaluation->depth - 1 - index];
}

static uint64_t pop(struct evaluation *evaluation)
{
	uint64_t value = peek(evaluation, 0);

	if (evaluation->depth)
		evaluation->depth--;
	return value;
}

static void push_register(struct evaluation *evaluation, uint64_t number)
{
	uint64_t offset = (uint64_t)bytes_sleb(&evaluation->code);
	uint64_t value = 0;

	if (number >= UNWIND_REGS ||
	    !unwind_reg_get(evaluation->facts->regs, (unsigned)number, &value))
		evaluation->is_bad = true;
	push(evaluation, value + offset);
}

static void dereference(struct evaluation *evaluation)
{
	uint64_t address = pop(evaluation);
	uint64_t word = 0;

	if (evaluation->is_bad ||
	    !evaluation->facts->word(evaluation->facts->context, address,
				     &word))
		evaluation->is_bad = true;
	push(evaluation, word);
}

static void branch(struct evaluation *evaluation, bool is_taken)
{
	struct bytes *code = &evaluation->code;
	int64_t by = bytes_signed(code, 2);

	if (!is_taken)
		return;
	if (by < evaluation->first - code->at || by > code->end - code->at) {
		evaluation->is_bad = true;
		return;
	}
	code->at += by;
	code->address += (uint64_t)by;
}

static void swap(struct evaluation *evaluation)
{
	uint64_t top = pop(evaluation);
	uint64_t second = pop(evaluation);

	push(evaluation, top);
	push(evaluation, second);
}

/* What has two operands: the LEFT one lies below the RIGHT one. */
static bool binary(uint8_t op, uint64_t left, uint64_t right, uint64_t *result)
{
	int64_t a = (int64_t)left, b = (int64_t)right;

	switch (op) {
	case OP_AND:
		*result = left & right;
		break;
	case OP_OR:
		*result = left | right;
		break;
	case OP_XOR:
		*result = left ^ right;
		break;
	case OP_PLUS:
		*result = left + right;
		break;
	case OP_MINUS:
		*result = left - right;
		break;
	case OP_MUL:
		*result = left * right;
		break;
	case OP_SHL:
		*result = right < 64 ? left << right : 0;
		break;
	case OP_SHR:
		*result = right < 64 ? left >> right : 0;
		break;
	case OP_SHRA:
		*result = (uint64_t)(a >> (right < 64 ? right : 63));
		break;
	case OP_EQ:
		*result = a == b;
		break;
	case OP_NE:
		*result = a != b;
		break;
	case OP_GE:
		*result = a >= b;
		break;
	case OP_GT:
		*result = a > b;
		break;
	case OP_LE:
		*result = a <= b;
		break;
	case OP_LT:
		*result = a < b;
		break;
	default:
		return false;
	}
	return true;
}

static bool execute_binary(struct evaluation *evaluation, uint8_t op)
{
	uint64_t result;

	if (!binary(op, peek(evaluation, 1), peek(evaluation, 0), &result))
		return false;
	pop(evaluation);
	pop(evaluation);
	push(evaluation, result);
	return true;
}

/* Constants and registers. */
static bool execute_push(struct evaluation *evaluation, uint8_t op)
{
	struct bytes *code = &evaluation->code;

	if (op >= OP_LIT0 && op <= OP_LIT31) {
		push(evaluation, op - OP_LIT0);
	} else if (op >= OP_BREG0 && op <= OP_BREG31) {
		push_register(evaluation, op - OP_BREG0);
	} else if (op >= OP_CONST1U && op <= OP_CONST8S) {
		size_t size = (size_t)1 << (op - OP_CONST1U) / 2;

		push(evaluation, (op - OP_CONST1U) % 2
					 ? (uint64_t)bytes_signed(code, size)
					 : bytes_fixed(code, size));
	} else if (op == OP_ADDR) {
		push(evaluation, bytes_fixed(code, 8));
	} else if (op == OP_CONSTU) {
		push(evaluation, bytes_uleb(code));
	} else if (op == OP_CONSTS) {
		push(evaluation, (uint64_t)bytes_sleb(code));
	} else if (op == OP_BREGX) {
		push_register(evaluation, bytes_uleb(code));
	} else {
		return false;
	}
	return true;
}

static bool execute_other(struct evaluation *evaluation, uint8_t op)
{
	switch (op) {
	case OP_NOP:
		break;
	case OP_DEREF:
		dereference(evaluation);
		break;
	case OP_DUP:
		push(evaluation, peek(evaluation, 0));
		break;
	case OP_DROP:
		pop(evaluation);
		break;
	case OP_OVER:
		push(evaluation, peek(evaluation, 1));
		break;
	case OP_PICK:
		push(evaluation,
		     peek(evaluation, bytes_fixed(&evaluation->code, 1)));
		break;
	case OP_SWAP:
		swap(evaluation);
		break;
	case OP_NEG:
		push(evaluation, 0 - pop(evaluation));
		break;
	case OP_NOT:
		push(evaluation, ~pop(evaluation));
		break;
	case OP_PLUS_UCONST:
		push(evaluation,
		     pop(evaluation) + bytes_uleb(&evaluation->code));
		break;
	case OP_SKIP:
		branch(evaluation, true);
		break;
	case OP_BRA:
		branch(evaluation, pop(evaluation) != 0);
		break;
	default:
		return false;
	}
	return true;
}

/* Copies the code at ADDRESS into COPY. */
static bool read_code(uint64_t address, uint8_t *copy, struct bytes *code)
{
	uint8_t head[10];
	size_t got = self_read_some(address, head, sizeof(head));
	struct bytes length = bytes_in(head, got, address);
	uint64_t len = bytes_uleb(&length);

	if (length.is_bad || len > LEN_MAX ||
	    !self_read(length.address, copy, len))
		return false;
	*code = bytes_in(copy, len, length.address);
	return true;
}

bool expression_value(uint64_t address, const struct expression_facts *facts,
		      const uint64_t *initial, uint64_t *value)
{
	uint8_t copy[LEN_MAX];
	struct evaluation evaluation = { .facts = facts, .first = copy };

	if (!read_code(address, copy, &evaluation.code))
		return false;
	if (initial)
		push(&evaluation, *initial);
	for (int i = 0; bytes_have_more(&evaluation.code); i++) {
		uint8_t op = (uint8_t)bytes_fixed(&evaluation.code, 1);

		if (i == STEPS_MAX || (!execute_push(&evaluation, op) &&
				       !execute_other(&evaluation, op) &&
				       !execute_binary(&evaluation, op)))
			return false;
		if (evaluation.is_bad || evaluation.code.is_bad)
			return false;
	}
	*value = pop(&evaluation);
	return !evaluation.is_bad;
}
