#include "folded.h"

#include <stdlib.h>

/* The faults of one thread by place: each instruction of those without a stack,
 * then each stack, by their ids, which both may be 0. */
struct places {
	size_t codes;      /* how many are instructions */
	uint64_t *ns;      /* blocked time of each */
	bool *is_used;     /* a fault had it, if only for 0 ns */
	struct array used; /* size_t, the places */
};

static struct places places_for(const struct process *process)
{
	size_t codes = process->codes.len + 1;
	size_t len = codes + process->stacks.len + 1;

	return (struct places){ .codes = codes,
				.ns = must_alloc(len * sizeof(uint64_t)),
				.is_used = must_alloc(len * sizeof(bool)),
				.used = ARRAY_OF(size_t) };
}

static void add_fault(struct places *places, const struct fault *fault)
{
	size_t place = fault->stack ? places->codes + fault->stack
				    : fault->code;

	if (!places->is_used[place])
		*(size_t *)array_push(&places->used) = place;
	places->is_used[place] = true;
	places->ns[place] += fault->len_ns;
}

static int by_number(const void *left, const void *right)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	return (a > b) - (a < b);
}

/* Hands out what THREAD has, and forgets it. */
static void tell(struct places *places, const struct process *process,
		 uint32_t thread,
		 void (*each)(void *context, const struct folded *folded),
		 void *context)
{
	array_sort(&places->used, by_number);
	for (size_t i = 0; i < places->used.len; i++) {
		size_t place = *array_at(&places->used, size_t, i);
		bool is_code = place < places->codes;
		struct folded folded = {
			.process = process,
			.thread = thread,
			.stack = is_code ? 0
					 : (uint32_t)(place - places->codes),
			.code = is_code ? (uint32_t)place : 0,
			.ns = places->ns[place],
		};

		each(context, &folded);
		places->ns[place] = 0;
		places->is_used[place] = false;
	}
	places->used.len = 0;
}

static void each_of(const struct process *process,
		    void (*each)(void *context, const struct folded *folded),
		    void *context)
{
	struct places places = places_for(process);
	uint32_t thread = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		if (!fault_is_on_file(process, fault) ||
		    fault->flags & FAULT_CALL)
			continue;
		/* They are in the order of their threads. */
		if (fault->thread != thread)
			tell(&places, process, thread, each, context);
		thread = fault->thread;
		add_fault(&places, fault);
	}
	tell(&places, process, thread, each, context);
	free(places.ns);
	free(places.is_used);
	array_release(&places.used);
}

void folded_each(const struct report *report,
		 void (*each)(void *context, const struct folded *folded),
		 void *context)
{
	for (size_t i = 0; i < report->model->processes.len; i++)
		each_of(report_process(report, i), each, context);
}

static void add(struct array *names, const char *name)
{
	((struct folded_name *)array_push(names))->name = name;
}

static void add_stack(struct array *names, const struct report *report,
		      const struct folded *folded)
{
	struct flat_stack flat = flat_stack_of(report->options.namer,
					       folded->process, folded->stack);

	for (size_t i = 0; i < flat.functions.len; i++)
		add(names, array_at(&flat.functions, struct place_function, i)
				   ->symbol->name);
	flat_stack_release(&flat);
}

struct array folded_names(const struct report *report,
			  const struct folded *folded)
{
	struct fault alone = { .thread = folded->thread, .code = folded->code };
	struct array names = ARRAY_OF(struct folded_name);
	struct place place = { 0 };

	add(&names, folded->process->program);
	add(&names, thread_of(folded->process, folded->thread)->name);
	if (folded->stack) {
		add_stack(&names, report, folded);
	} else {
		add(&names, "[no stack]");
		place = report_place(report, folded->process, &alone);
	}
	if (place.function.symbol)
		add(&names, place.function.symbol->name);
	return names;
}
