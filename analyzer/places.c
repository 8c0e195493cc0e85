#include "places.h"

#include <string.h>

#include "code_modules.h"
#include "machinery.h"

static void add_frame(struct array *functions, struct namer *namer,
		      const struct process *process, const struct frame *frame)
{
	const struct symbol_list *list = namer->names(namer, process, frame);
	const char *module = frame->module
				     ? module_of(process, frame->module)->path
				     : "";

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

static const struct place_function *function_at(const struct flat_stack *flat,
						size_t index)
{
	return array_at(&flat->functions, struct place_function, index);
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

/* How many functions, from the outermost on, A and B share. */
static size_t shared(const struct flat_stack *a, const struct flat_stack *b)
{
	size_t len = 0;

	while (len < a->functions.len && len < b->functions.len &&
	       may_be_same(function_at(a, len), function_at(b, len)))
		len++;
	return len;
}

/* The first from FIRST on that is somebody's own; or the first of all. */
static struct place_function find_callback(const struct flat_stack *flat,
					   size_t first)
{
	for (size_t i = first; i < flat->functions.len; i++) {
		const struct place_function *function = function_at(flat, i);

		if (!machinery_is_runtime(function->symbol->name,
					  function->module))
			return *function;
	}
	/* The loop's own function took the fault. */
	if (first >= flat->functions.len)
		first = flat->functions.len - 1;
	return *function_at(flat, first);
}

/* The innermost that is somebody's own; or the innermost of all. */
static struct place_function find_function(const struct flat_stack *flat)
{
	for (size_t i = flat->functions.len; i-- > 0;) {
		const struct place_function *function = function_at(flat, i);

		if (!machinery_is_library(function->symbol->name,
					  function->module))
			return *function;
	}
	return *function_at(flat, flat->functions.len - 1);
}

/* All that is known is the instruction. */
static struct place place_of_code(struct namer *namer,
				  const struct process *process,
				  const struct code *code)
{
	struct frame frame = code_frame(process, code);
	const struct symbol_list *list = namer->names(namer, process, &frame);

	return (struct place){
		.function = { &list->item[0],
			      frame.module
				      ? module_of(process, frame.module)->path
				      : "" }
	};
}

struct place place_of(struct namer *namer, const struct process *process,
		      const struct fault *fault, uint32_t wait_stack)
{
	struct place place = { 0 };
	struct flat_stack flat;

	if (!fault->stack || !stack_of(process, fault->stack)->len) {
		if (fault->code && !(fault->flags & FAULT_CALL))
			place = place_of_code(namer, process,
					      array_at(&process->codes,
						       struct code,
						       fault->code - 1));
		return place;
	}
	flat = flat_stack_of(namer, process, fault->stack);
	place.function = find_function(&flat);
	if (wait_stack && stack_of(process, wait_stack)->len) {
		struct flat_stack wait = flat_stack_of(namer, process,
						       wait_stack);

		place.callback = find_callback(&flat, shared(&flat, &wait));
		flat_stack_release(&wait);
	}
	flat_stack_release(&flat);
	return place;
}
