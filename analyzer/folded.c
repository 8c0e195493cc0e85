#include "folded.h"

static int by_place(const void *left, const void *right)
{
	const struct folded *a = left, *b = right;

	if (a->thread != b->thread)
		return a->thread < b->thread ? -1 : 1;
	if (a->stack != b->stack)
		return a->stack < b->stack ? -1 : 1;
	return (a->code > b->code) - (a->code < b->code);
}

/* One for each fault. */
static struct array list(const struct process *process)
{
	struct array all = ARRAY_OF(struct folded);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);

		if (!fault_is_on_file(process, fault) ||
		    fault->flags & FAULT_CALL)
			continue;
		*(struct folded *)array_push(&all) = (struct folded){
			.process = process,
			.thread = fault->thread,
			.stack = fault->stack,
			.code = fault->stack ? 0 : fault->code,
			.ns = fault->len_ns,
		};
	}
	return all;
}

static void each_of(const struct process *process,
		    void (*each)(void *context, const struct folded *folded),
		    void *context)
{
	struct array all = list(process);
	uint64_t ns = 0;

	array_sort(&all, by_place);
	for (size_t i = 0; i < all.len; i++) {
		struct folded *at = array_at(&all, struct folded, i);

		ns += at->ns;
		if (i + 1 < all.len && by_place(at, at + 1) == 0)
			continue;
		at->ns = ns;
		each(context, at);
		ns = 0;
	}
	array_release(&all);
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
