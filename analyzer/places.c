#include "places.h"

#include <string.h>

#include "code_modules.h"
#include "machinery.h"

static const char *module_path(const struct process *process,
			       const struct frame *frame)
{
	return frame->module ? module_of(process, frame->module)->path : "";
}

static void add_frame(struct array *functions, struct namer *namer,
		      const struct process *process, const struct frame *frame)
{
	const struct symbol_list *list = namer->names(namer, process, frame);
	const char *module = module_path(process, frame);

	for (size_t i = list->len; i-- > 0;)
		*(struct place_function *)array_push(
			functions) = (struct place_function){ &list->item[i],
							      module };
}

struct flat_stack flat_stack_of(struct namer *namer,
				const struct process *process, uint32_t id)
{
	struct flat_stack flat = { ARRAY_OF(struct place_function) };
	const struct stack *stack = stack_of(process, id);

	for (uint32_t i = stack->len; i-- > 0;)
		add_frame(&flat.functions, namer, process,
			  frame_of(process, stack, i));
	return flat;
}

void flat_stack_release(struct flat_stack *flat)
{
	array_release(&flat->functions);
}

/* A walk over the functions of a stack from the outermost in. It looks up the
 * names of a frame when it gets there: a few of them tell most places. */
struct walk {
	struct namer *namer;
	const struct process *process;
	const struct stack *stack;
	uint32_t frames;                /* not yet come to */
	const struct symbol_list *list; /* of the frame it is in */
	size_t left;                    /* of the list */
	const char *module;
};

static struct walk walk_of(struct namer *namer, const struct process *process,
			   uint32_t id)
{
	const struct stack *stack = stack_of(process, id);

	return (struct walk){ .namer = namer,
			      .process = process,
			      .stack = stack,
			      .frames = stack->len };
}

/* The next function in; false: the one before was the innermost. */
static bool walk_in(struct walk *walk, struct place_function *function)
{
	const struct frame *frame;

	while (!walk->left) {
		if (!walk->frames)
			return false;
		frame = frame_of(walk->process, walk->stack, --walk->frames);
		walk->list = walk->namer->names(walk->namer, walk->process,
						frame);
		walk->left = walk->list->len;
		walk->module = module_path(walk->process, frame);
	}
	*function = (struct place_function){ &walk->list->item[--walk->left],
					     walk->module };
	return true;
}

/* Two addresses of a module that nothing is known of may lie in one function:
 * the loop's own, which calls the wait here and the callback there. */
static bool may_be_same(const struct place_function *a,
			const struct place_function *b)
{
	return strcmp(a->module, b->module) == 0 &&
	       (strcmp(a->symbol->name, b->symbol->name) == 0 ||
		(!a->symbol->is_function && !b->symbol->is_function &&
		 a->module[0]));
}

/* The first that WAIT does not share and that is somebody's own; or the first
 * that it does not share. If it shares all, the loop's own function took the
 * fault. */
static struct place_function find_callback(struct walk *stack,
					   struct walk *wait)
{
	struct place_function function = { 0 }, other, first;

	while (walk_in(stack, &function) && walk_in(wait, &other) &&
	       may_be_same(&function, &other))
		;
	first = function;
	do {
		if (!machinery_is_runtime(function.symbol->name,
					  function.module))
			return function;
	} while (walk_in(stack, &function));
	return first;
}

/* The innermost that is somebody's own; or the innermost of all. */
static struct place_function find_function(struct namer *namer,
					   const struct process *process,
					   const struct stack *stack)
{
	struct place_function innermost = { 0 };

	for (uint32_t i = 0; i < stack->len; i++) {
		const struct frame *frame = frame_of(process, stack, i);
		const struct symbol_list *list = namer->names(namer, process,
							      frame);
		const char *module = module_path(process, frame);

		for (size_t k = 0; k < list->len; k++) {
			if (!machinery_is_library(list->item[k].name, module))
				return (struct place_function){ &list->item[k],
								module };
		}
		if (!i)
			innermost = (struct place_function){ &list->item[0],
							     module };
	}
	return innermost;
}

/* All that is known is the instruction. */
static struct place place_of_code(struct namer *namer,
				  const struct process *process,
				  const struct code *code)
{
	struct frame frame = code_frame(process, code);
	const struct symbol_list *list = namer->names(namer, process, &frame);

	return (struct place){ .function = { &list->item[0],
					     module_path(process, &frame) } };
}

struct place place_of(struct namer *namer, const struct process *process,
		      const struct fault *fault, uint32_t wait_stack)
{
	struct place place = { 0 };

	if (!fault->stack || !stack_of(process, fault->stack)->len) {
		if (fault->code && !(fault->flags & FAULT_CALL))
			place = place_of_code(namer, process,
					      array_at(&process->codes,
						       struct code,
						       fault->code - 1));
		return place;
	}
	place.function = find_function(namer, process,
				       stack_of(process, fault->stack));
	if (wait_stack && stack_of(process, wait_stack)->len) {
		struct walk stack = walk_of(namer, process, fault->stack);
		struct walk wait = walk_of(namer, process, wait_stack);

		place.callback = find_callback(&stack, &wait);
	}
	return place;
}
