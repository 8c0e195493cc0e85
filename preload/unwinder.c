#include "unwinder.h"

#include <string.h>

#include "dwarf_expression.h"

/* A stack pointer this far above the copy is the same stack's. */
#define STACK_SPAN (UINT64_C(64) << 20)

#if defined(__aarch64__)
#define ADDRESS_MASK ((UINT64_C(1) << 48) - 1) /* without a signature */
#else
#define ADDRESS_MASK UINT64_MAX
#endif

struct walk {
	struct unwinder *unwinder;
	const struct stack_dump *dump;
	struct unwound *result;
	struct unwind_regs regs;
	uint64_t cfa; /* of the frame before; 0: it may lie anywhere */
	bool is_exact;
	bool has_missed; /* the last step needed stack above the copy */
};

static bool stack_word(void *context, uint64_t address, uint64_t *word)
{
	struct walk *walk = context;
	const struct stack_dump *dump = walk->dump;
	uint64_t low = dump->regs.value[UNWIND_SP];
	uint64_t offset = address - low;

	if (address >= low && offset < dump->len &&
	    dump->len - offset >= sizeof(*word)) {
		memcpy(word, dump->bytes + offset, sizeof(*word));
		return true;
	}
	walk->has_missed |= dump->may_go_on && address >= low &&
			    offset < STACK_SPAN;
	return false;
}

static struct unwind_row *row_slot(struct unwinder *unwinder, uint64_t pc)
{
	uint64_t hash = (pc ^ pc >> 15) * UINT64_C(0x9e3779b97f4a7c15) >> 32;

	return &unwinder->rows[hash % UNWIND_ROWS];
}

/* The row of the code at PC; NULL: there are no rules for it. *IS_CODE: there
 * is code at all. */
static const struct cfi_row *row_at(struct unwinder *unwinder, uint64_t pc,
				    bool *is_code)
{
	struct unwind_row *slot = row_slot(unwinder, pc);
	uint64_t tables = 0;
	uint32_t module = 0;

	*is_code = unwinder->source.find(unwinder->source.context, pc, &module,
					 &tables);
	if (!*is_code || !module || !tables)
		return NULL;
	if (slot->module != module || slot->pc != pc) {
		slot->pc = pc;
		slot->module = module;
		slot->is_missing = !cfi_find(tables, pc, &slot->row);
	}
	return slot->is_missing ? NULL : &slot->row;
}

/* Where to look: a return address may lie past its function's end. */
static uint64_t place_of(const struct walk *walk)
{
	return walk->regs.value[UNWIND_PC] - !walk->is_exact;
}

static bool find_cfa(struct walk *walk, const struct cfi_row *row,
		     uint64_t *cfa)
{
	struct expression_facts facts = { &walk->regs, stack_word, walk };

	if (row->cfa_how == CFI_IS_EXPR)
		return expression_value((uint64_t)row->cfa_what, &facts, NULL,
					cfa);
	if (!unwind_reg_get(&walk->regs, row->cfa_register, cfa))
		return false;
	*cfa += (uint64_t)row->cfa_what;
	return true;
}

/* Register NUMBER in the caller. False: it cannot be told. */
static bool find_register(struct walk *walk, const struct cfi_rule *rule,
			  uint64_t cfa, unsigned number, uint64_t *value)
{
	struct expression_facts facts = { &walk->regs, stack_word, walk };

	switch ((enum cfi_how)rule->how) {
	case CFI_SAME:
		return unwind_reg_get(&walk->regs, number, value);
	case CFI_REGISTER:
		return unwind_reg_get(&walk->regs, (unsigned)rule->what, value);
	case CFI_SAVED:
		return stack_word(walk, cfa + (uint64_t)rule->what, value);
	case CFI_SAVED_AT:
		return expression_value((uint64_t)rule->what, &facts, &cfa,
					value) &&
		       stack_word(walk, *value, value);
	case CFI_IS:
		*value = cfa + (uint64_t)rule->what;
		return true;
	case CFI_IS_EXPR:
		return expression_value((uint64_t)rule->what, &facts, &cfa,
					value);
	case CFI_UNDEFINED:
		break;
	}
	return false;
}

/* An address that is none can be anything, also a number that no log takes. */
bool unwind_is_code(struct unwinder *unwinder, uint64_t pc)
{
	uint64_t tables;
	uint32_t module;

	return pc <= INT64_MAX &&
	       unwinder->source.find(unwinder->source.context, pc, &module,
				     &tables);
}

/* Every frame lies above the one it called, but where a signal handler had a
 * stack of its own. */
static bool is_progress(const struct walk *walk, const struct cfi_row *row,
			uint64_t cfa)
{
	if (walk->cfa == 0 || row->is_signal)
		return true;
	return cfa > walk->cfa;
}

enum step {
	STEP_CALLER,
	STEP_OUTERMOST,
	STEP_FAILED,
};

/* The caller's registers, by ROW. */
static enum step step_by_row(struct walk *walk, const struct cfi_row *row)
{
	struct unwind_regs caller = { .known = 0 };
	uint64_t cfa, value;

	if (row->rules[row->return_register].how == CFI_UNDEFINED)
		return STEP_OUTERMOST;
	if (!find_cfa(walk, row, &cfa) || !is_progress(walk, row, cfa))
		return STEP_FAILED;
	unwind_reg_set(&caller, UNWIND_SP, cfa);
	for (unsigned i = 0; i < UNWIND_REGS; i++) {
		if (i == UNWIND_SP && row->rules[i].how == CFI_SAME)
			continue;
		if (find_register(walk, &row->rules[i], cfa, i, &value))
			unwind_reg_set(&caller, i, value);
	}
	if (!unwind_reg_get(&caller, row->return_register, &value))
		return STEP_FAILED;
	value &= ADDRESS_MASK;
	if (value == 0)
		return STEP_OUTERMOST;
	if (!unwind_is_code(walk->unwinder, value - !row->is_signal))
		return STEP_FAILED;
	unwind_reg_set(&caller, UNWIND_PC, value);
	walk->regs = caller;
	walk->cfa = row->is_signal ? 0 : cfa;
	walk->is_exact = row->is_signal;
	return STEP_CALLER;
}

/*
 * Without rules: the frame pointer, where it points to a frame's usual record,
 * the caller's frame pointer and the return address.
 */
static enum step step_by_frame_pointer(struct walk *walk)
{
	uint64_t frame, next, pc;

	if (!unwind_reg_get(&walk->regs, UNWIND_FP, &frame) ||
	    frame < walk->regs.value[UNWIND_SP] || frame <= walk->cfa ||
	    !stack_word(walk, frame, &next) ||
	    !stack_word(walk, frame + 8, &pc))
		return STEP_FAILED;
	pc &= ADDRESS_MASK;
	if (!unwind_is_code(walk->unwinder, pc - 1))
		return STEP_FAILED;
	walk->regs.known = 0;
	unwind_reg_set(&walk->regs, UNWIND_FP, next);
	unwind_reg_set(&walk->regs, UNWIND_SP, frame + 16);
	unwind_reg_set(&walk->regs, UNWIND_PC, pc);
	walk->cfa = frame;
	walk->is_exact = false;
	walk->result->by_frame_pointer = true;
	return STEP_CALLER;
}

static enum step step(struct walk *walk)
{
	bool is_there;
	const struct cfi_row *row = row_at(walk->unwinder, place_of(walk),
					   &is_there);

	walk->has_missed = false;
	if (row)
		return step_by_row(walk, row);
	return is_there ? step_by_frame_pointer(walk) : STEP_FAILED;
}

void unwind(struct unwinder *unwinder, const struct stack_dump *dump,
	    struct unwound *result)
{
	struct walk walk = {
		.unwinder = unwinder,
		.dump = dump,
		.result = result,
		.regs = dump->regs,
		.is_exact = !dump->is_call,
	};
	enum step went = STEP_CALLER;

	result->count = 0;
	result->by_frame_pointer = false;
	while (went == STEP_CALLER && result->count < UNWIND_FRAMES_MAX) {
		result->frames[result->count++] = (struct unwind_frame){
			walk.regs.value[UNWIND_PC], walk.is_exact
		};
		went = step(&walk);
	}
	result->end = went == STEP_OUTERMOST ? UNWIND_COMPLETE
		      : went == STEP_CALLER  ? UNWIND_DEEP
		      : walk.has_missed      ? UNWIND_CUT
					     : UNWIND_LOST;
}

bool unwind_is_outermost(struct unwinder *unwinder, uint64_t pc)
{
	bool is_there;
	const struct cfi_row *row = row_at(unwinder, pc - 1, &is_there);

	return row && row->rules[row->return_register].how == CFI_UNDEFINED;
}
