#include "stacks.h"

#include <linux/perf_event.h>
#include <string.h>

#include "records.h"

/* unwinder.h's view of the modules. */
static bool find_code(void *context, uint64_t pc, uint32_t *number,
		      uint64_t *tables)
{
	struct modules *modules = context;
	struct module *module;

	if (!modules_find(modules, pc, &module))
		return false;
	*number = module ? module->id : 0;
	*tables = module ? module->image.tables : 0;
	return true;
}

void stacks_init(struct stacks *stacks, struct mappings *mappings,
		 struct recorder *recorder)
{
	modules_init(&stacks->modules, mappings, recorder);
	stacks->recorder = recorder;
	stacks->unwinder.source = (struct code_source){ find_code,
							&stacks->modules };
	stacks->unwind = unwind;
}

void stacks_release(struct stacks *stacks)
{
	modules_release(&stacks->modules);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0xd6e8feb86659fd93);
	return hash ^ hash >> 32;
}

/* Two hashes by different ways: together they stand for the stack itself. */
static struct known_stack fingerprint(const struct stack_facts *facts)
{
	struct known_stack known = {
		.hash = { facts->end * 2 + facts->by_frame_pointer, 1 }
	};

	for (size_t i = 0; i < facts->count; i++) {
		const struct stack_frame *frame = &facts->frames[i];
		uint64_t place = (uint64_t)frame->module << 1 | frame->is_exact;

		known.hash[0] = mix(mix(known.hash[0], place), frame->address);
		known.hash[1] = mix(mix(known.hash[1], frame->address), ~place);
	}
	return known;
}

/* The slot of FACTS' stack, or a free one. */
static struct known_stack *find_slot(struct stacks *stacks,
				     const struct known_stack *known)
{
	for (uint64_t i = 0;; i++) {
		struct known_stack *slot =
			&stacks->known[(known->hash[0] + i) % STACKS_SLOTS];

		if (!slot->id || (slot->hash[0] == known->hash[0] &&
				  slot->hash[1] == known->hash[1]))
			return slot;
	}
}

static uint32_t intern(struct stacks *stacks, struct stack_facts *facts)
{
	struct known_stack known = fingerprint(facts);
	struct known_stack *slot = find_slot(stacks, &known);

	if (slot->id)
		return slot->id;
	if (stacks->count == STACKS_MAX) {
		stacks->refused++;
		return 0;
	}
	facts->id = ++stacks->count;
	record_stack(stacks->recorder, facts);
	*slot = known;
	slot->id = facts->id;
	return facts->id;
}

/* FRAME in terms of its module, whose record is in the log afterwards; unless
 * it IS_OWN. */
static struct stack_frame locate(struct stacks *stacks,
				 const struct unwind_frame *frame, bool *is_own)
{
	struct stack_frame located = { 0, frame->address, frame->is_exact };
	struct module *module;

	*is_own = false;
	/* A return address may lie past its function's module, even. */
	if (!modules_find(&stacks->modules, frame->address - !frame->is_exact,
			  &module) ||
	    !module)
		return located;
	*is_own = elf_image_is_code(&module->image, stacks->own_code);
	if (*is_own)
		return located;
	modules_log(&stacks->modules, module);
	located.module = module->log_id;
	located.address -= module->image.bias;
	return located;
}

static uint32_t id_of(struct stacks *stacks, const struct unwound *unwound)
{
	static struct stack_frame frames[UNWIND_FRAMES_MAX];
	struct stack_facts facts = {
		.frames = frames,
		.end = unwound->end,
		.by_frame_pointer = unwound->by_frame_pointer,
	};

	for (size_t i = 0; i < unwound->count; i++) {
		bool is_own;

		frames[facts.count] = locate(stacks, &unwound->frames[i],
					     &is_own);
		facts.count += !is_own;
	}
	return facts.count ? intern(stacks, &facts) : 0;
}

static const struct unwound *unwound_of(struct stacks *stacks,
					const struct stack_dump *dump)
{
	static struct unwound unwound;

	modules_executed(&stacks->modules, dump->regs.value[UNWIND_PC]);
	stacks->unwind(&stacks->unwinder, dump, &unwound);
	return &unwound;
}

uint32_t stacks_of_dump(struct stacks *stacks, const struct stack_dump *dump)
{
	return id_of(stacks, unwound_of(stacks, dump));
}

uint32_t stacks_of_dump_unless_lost(struct stacks *stacks,
				    const struct stack_dump *dump)
{
	const struct unwound *unwound = unwound_of(stacks, dump);

	return unwound->end == UNWIND_LOST ? 0 : id_of(stacks, unwound);
}

/* Whether the chain's last frame is where a thread begins is known only of
 * code that says so; else the chain may have been broken. */
static enum unwind_end chain_end(struct stacks *stacks,
				 const struct stack_sample *sample,
				 const struct unwound *unwound)
{
	if (sample->is_chain_cut || unwound->count == UNWIND_FRAMES_MAX)
		return UNWIND_DEEP;
	if (unwound->count &&
	    unwind_is_outermost(&stacks->unwinder,
				unwound->frames[unwound->count - 1].address))
		return UNWIND_COMPLETE;
	return UNWIND_LOST;
}

static uint32_t stack_of_chain(struct stacks *stacks,
			       const struct stack_sample *sample)
{
	static struct unwound unwound;

	unwound.count = 0;
	unwound.by_frame_pointer = true;
	for (size_t i = 0;
	     i < sample->chain_len && unwound.count < UNWIND_FRAMES_MAX; i++) {
		struct unwind_frame frame = {
			.address = sample->chain[i],
			.is_exact = unwound.count == 0 && !sample->dump.is_call,
		};

		/* Not an address, but whose frames follow. */
		if (frame.address >= (uint64_t)PERF_CONTEXT_MAX)
			continue;
		if (!unwind_is_code(&stacks->unwinder,
				    frame.address - !frame.is_exact))
			break;
		unwound.frames[unwound.count++] = frame;
	}
	unwound.end = chain_end(stacks, sample, &unwound);
	return id_of(stacks, &unwound);
}

uint32_t stacks_of_sample(struct stacks *stacks,
			  const struct stack_sample *sample)
{
	return sample->chain ? stack_of_chain(stacks, sample)
			     : stacks_of_dump(stacks, &sample->dump);
}
