/*
 * Stacks that come another way than as a sample of a fault: those that host
 * threads show (shown.h), that of a thread that sleeps in a fault, and that of
 * a loop that sleeps while another thread does.
 */
#include "collector_state.h"
#include "self_memory.h"
#include "session.h"
#include "shown.h"
#include "sys.h"

/* A fault this long has a stack even if none was to be sampled; an iteration
 * this long is worth a look. */
#define LONG_NS UINT64_C(5000000)

/* For so long after a loop slept while another thread was blocked, rounds come
 * often enough to find it asleep if it happens again. */
#define SUSPECT_NS UINT64_C(5000000000)

/* What was shown waits so long for the record that it belongs to. */
#define WAIT_NS UINT64_C(1000000000)

/* What takes in what was shown. */
struct taking {
	struct collector *collector;
	uint64_t now_ns;
	bool is_last; /* nothing will come again */
};

/* It belongs to nothing, or nothing better is to be known of it. */
static bool is_late(const struct taking *taking, const struct shown *shown)
{
	return taking->now_ns > shown->t_ns + WAIT_NS;
}

/* A frame in code that is not known yet, of a library that has just come or of
 * a compiler at run time, will be known when the mappings are read next. */
static uint32_t stack_of_wait(const struct taking *taking,
			      const struct shown *shown)
{
	struct stacks *stacks = &taking->collector->stacks;

	return taking->is_last || is_late(taking, shown)
		       ? stacks_of_dump(stacks, &shown->dump)
		       : stacks_of_dump_unless_lost(stacks, &shown->dump);
}

static bool take_wait(const struct taking *taking, const struct shown *shown)
{
	struct collector *collector = taking->collector;
	struct watch *watch = shown->thread < collector->by_slot.len
				      ? *vec_at(&collector->by_slot,
						struct watch *, shown->thread)
				      : NULL;
	uint32_t stack;

	if (!watch || !watch->loop.id || watch->loop.identity != shown->key)
		return false;
	stack = stack_of_wait(taking, shown);
	if (stack)
		record_waits(&collector->recorder, watch->loop.id, stack);
	return stack != 0;
}

/* The mapping that SHOWN made, or NULL. */
static struct mapping *made_by(struct collector *collector,
			       const struct shown *shown)
{
	struct mapping *mapping = mappings_at(&collector->mappings, shown->key,
					      shown->t_ns);

	return mapping && mapping->born_ns == shown->t_ns ? mapping : NULL;
}

static bool take_owner(struct collector *collector, const struct shown *shown)
{
	struct mapping *mapping;
	uint32_t stack;

	if (!made_by(collector, shown))
		return false;
	stack = stacks_of_dump(&collector->stacks, &shown->dump);
	/* Unwinding can read the mappings anew: it may lie elsewhere now. */
	mapping = made_by(collector, shown);
	if (!mapping)
		return true;
	mapping->owner_stack = stack;
	if (mapping->log_id && stack)
		record_owner(&collector->recorder, mapping->log_id, stack);
	return true;
}

static bool take(void *context, const struct shown *shown)
{
	const struct taking *taking = context;
	bool is_taken = shown->kind == SHOWN_WAIT
				? take_wait(taking, shown)
				: take_owner(taking->collector, shown);

	return is_taken || is_late(taking, shown);
}

void stack_news_shown(struct collector *collector, bool is_last)
{
	struct taking taking = { collector, now_ns(), is_last };

	if (!session.shows_stacks)
		return;
	shown_each(take, &taking);
	shown_free(taking.now_ns);
}

/* The stack of a thread that does not run: what the kernel tells of it are two
 * registers. False: it runs, or has come to another place meanwhile. */
static bool dump_sleeping(int tid, struct stack_dump *dump)
{
	static uint8_t bytes[16384];
	uint64_t sp, pc, new_sp, new_pc;

	if (!proc_thread_asleep(tid, &sp, &pc))
		return false;
	unwind_reg_set(&dump->regs, UNWIND_SP, sp);
	unwind_reg_set(&dump->regs, UNWIND_PC, pc);
	dump->bytes = bytes;
	dump->len = self_read_some(sp, bytes, sizeof(bytes));
	dump->may_go_on = dump->len == sizeof(bytes);
	return proc_thread_asleep(tid, &new_sp, &new_pc) && new_sp == sp &&
	       new_pc == pc;
}

void stack_news_sleeping(struct collector *collector, struct watch *watch,
			 uint64_t now)
{
	struct stack_dump dump = { .regs = { .known = 0 } };
	struct fault fault;
	struct fault *open;

	if (collector->stack_mode == STACKS_OFF ||
	    !progress_fault(watch, now, &fault) || fault.len_ns < LONG_NS ||
	    fault.stack || watch->stack_tried_ns == fault.begin_ns)
		return;
	watch->stack_tried_ns = fault.begin_ns;
	/* Inside a system call, the call is where it is. */
	dump.is_call = fault.is_kernel;
	if (!dump_sleeping(watch->tid, &dump) ||
	    (!fault.is_kernel && dump.regs.value[UNWIND_PC] != fault.ip))
		return;
	open = &watch->pairing.open[watch->pairing.depth - 1].fault;
	open->stack = stacks_of_dump_unless_lost(&collector->stacks, &dump);
}

/* Another thread than WATCH's is blocked in a fault. */
static bool is_another_blocked(const struct collector *collector,
			       const struct watch *watch, uint64_t now)
{
	struct fault fault;

	for (size_t i = 0; i < collector->watches.len; i++) {
		const struct watch *other = *vec_at(&collector->watches,
						    struct watch *, i);

		if (other != watch && progress_fault(other, now, &fault) &&
		    fault.len_ns >= other->min_fault_ns)
			return true;
	}
	return false;
}

void stack_news_iteration(struct collector *collector,
			  const struct watch *watch,
			  const struct iteration_facts *iteration,
			  uint64_t blocked_ns)
{
	uint64_t len_ns = iteration->end_ns - iteration->begin_ns;

	if (collector->stack_mode == STACKS_OFF ||
	    len_ns < blocked_ns + LONG_NS)
		return;
	for (size_t i = 0; i < collector->watches.len; i++) {
		const struct watch *other = *vec_at(&collector->watches,
						    struct watch *, i);

		if (other != watch &&
		    spans_blocked(&other->spans, iteration->begin_ns,
				  iteration->end_ns) >= LONG_NS)
			collector->suspect_until_ns = iteration->end_ns +
						      SUSPECT_NS;
	}
}

void stack_news_held_up(struct collector *collector, struct watch *watch,
			uint64_t now)
{
	struct stack_dump dump = { .regs = { .known = 0 }, .is_call = true };
	struct iteration_facts iteration, then;
	struct fault fault;
	uint32_t stack;

	if (collector->stack_mode == STACKS_OFF ||
	    !progress_iteration(watch, now, &iteration) ||
	    watch->sleep_seen_ns == iteration.begin_ns ||
	    progress_fault(watch, now, &fault) ||
	    !is_another_blocked(collector, watch, now))
		return;
	if (now - iteration.begin_ns < LONG_NS) {
		collector->must_look_soon = true;
		return;
	}
	/* Looked at in the same iteration still, not in the wait after it. */
	if (!dump_sleeping(watch->tid, &dump) ||
	    !progress_iteration(watch, now, &then) ||
	    then.begin_ns != iteration.begin_ns)
		return;
	watch->sleep_seen_ns = iteration.begin_ns;
	stack = stacks_of_dump_unless_lost(&collector->stacks, &dump);
	if (stack)
		record_sleep(&collector->recorder, watch->id, now, stack);
}
