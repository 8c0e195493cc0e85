/*
 * Which function stands for a stack: with a namer that knows the functions of
 * a made-up server, three addresses apart from each other in one module.
 */
#include "unit.h"

#include <string.h>

#include "models.h"

#include "analyzer/places.h"

enum {
	MAIN = 100,
	RUN_LOOP,
	WAIT,
	DISPATCH,
	HANDLER,
	STD_COPY,
	READ_PAGE,
	MEMCPY,
	NAMELESS,
	NAMELESS_TOO,
	NAMES,
};

static char *const names[NAMES - MAIN] = {
	"main",        "run_loop",       "wait_for_events", "dispatch",
	"on_request",  "std::copy<int>", "read_page",       "memcpy",
	"server+0x6c", "server+0x6d",
};

static bool is_asked[NAMES - MAIN];

static const struct symbol_list *name_of(struct namer *namer,
					 const struct process *process,
					 const struct frame *frame)
{
	static struct symbol symbols[NAMES - MAIN];
	static struct symbol_list lists[NAMES - MAIN];
	size_t i = frame->address - MAIN;

	(void)namer;
	(void)process;
	is_asked[i] = true;
	symbols[i] = (struct symbol){
		.name = names[i],
		.is_known = frame->address < NAMELESS,
		.is_function = frame->address < NAMELESS,
	};
	lists[i] = (struct symbol_list){ 1, &symbols[i] };
	return &lists[i];
}

static struct namer namer = { .names = name_of };
static struct model model;
static struct process *process;

static void start(void)
{
	struct module *module;

	model_init(&model);
	process = given_process(&model);
	module = array_push(&process->modules);
	module->path = must_copy("/srv/server");
	module->build_id = must_copy("");
}

/* A stack of LEN functions, the outermost first; its id. */
static uint32_t given_stack(const uint64_t *functions, uint32_t len)
{
	struct stack *stack = array_push(&process->stacks);

	stack->first = process->frames.len;
	stack->len = len;
	for (uint32_t i = len; i-- > 0;)
		*(struct frame *)array_push(&process->frames) = (struct frame){
			1, true, functions[i]
		};
	return (uint32_t)process->stacks.len;
}

#define STACK(...)                                     \
	given_stack((const uint64_t[]){ __VA_ARGS__ }, \
		    sizeof((const uint64_t[]){ __VA_ARGS__ }) / 8)

static void check(uint32_t stack, uint32_t wait_stack, const char *callback,
		  const char *function)
{
	struct fault *fault = given_fault(process, 1, 1, 0, 1);
	struct place place;

	fault->stack = stack;
	place = place_of(&namer, process, fault, wait_stack);
	ck_assert_str_eq(place.function.symbol->name, function);
	if (callback)
		ck_assert_str_eq(place.callback.symbol->name, callback);
	else
		ck_assert_ptr_null(place.callback.symbol);
	model_release(&model);
}

START_TEST(test_the_callback_is_the_first_function_that_the_wait_does_not_share)
{
	start();
	check(STACK(MAIN, RUN_LOOP, HANDLER, READ_PAGE),
	      STACK(MAIN, RUN_LOOP, WAIT), "on_request", "read_page");
}
END_TEST

START_TEST(test_machinery_between_loop_and_callback_is_a_callback_of_its_own)
{
	start();
	check(STACK(MAIN, RUN_LOOP, DISPATCH, HANDLER, READ_PAGE),
	      STACK(MAIN, RUN_LOOP, WAIT), "dispatch", "read_page");
}
END_TEST

START_TEST(test_library_functions_do_not_stand_for_a_stack)
{
	start();
	check(STACK(MAIN, RUN_LOOP, STD_COPY, HANDLER, MEMCPY),
	      STACK(MAIN, RUN_LOOP, WAIT), "on_request", "on_request");
}
END_TEST

START_TEST(test_a_fault_in_the_loops_own_function_is_its_own_callback)
{
	start();
	check(STACK(MAIN, RUN_LOOP), STACK(MAIN, RUN_LOOP, WAIT), "run_loop",
	      "run_loop");
}
END_TEST

START_TEST(test_a_stack_of_machinery_alone_is_named_by_its_innermost)
{
	start();
	check(STACK(STD_COPY, MEMCPY), STACK(MAIN, WAIT), "std::copy<int>",
	      "memcpy");
}
END_TEST

START_TEST(test_without_a_wait_there_is_no_callback)
{
	start();
	check(STACK(MAIN, READ_PAGE), 0, NULL, "read_page");
}
END_TEST

START_TEST(test_addresses_without_names_may_be_of_one_function)
{
	start();
	check(STACK(MAIN, NAMELESS, HANDLER, READ_PAGE),
	      STACK(MAIN, NAMELESS_TOO, WAIT), "on_request", "read_page");
}
END_TEST

/* Debug data is slow, and a log can have 100,000 addresses. */
START_TEST(test_what_lies_between_callback_and_function_is_not_looked_up)
{
	start();
	memset(is_asked, 0, sizeof(is_asked));
	check(STACK(MAIN, RUN_LOOP, HANDLER, DISPATCH, READ_PAGE, MEMCPY),
	      STACK(MAIN, RUN_LOOP, WAIT), "on_request", "read_page");
	ck_assert(is_asked[HANDLER - MAIN]);
	ck_assert(!is_asked[DISPATCH - MAIN]);
}
END_TEST

UNIT_MAIN("places",
	  test_the_callback_is_the_first_function_that_the_wait_does_not_share,
	  test_machinery_between_loop_and_callback_is_a_callback_of_its_own,
	  test_library_functions_do_not_stand_for_a_stack,
	  test_a_fault_in_the_loops_own_function_is_its_own_callback,
	  test_a_stack_of_machinery_alone_is_named_by_its_innermost,
	  test_without_a_wait_there_is_no_callback,
	  test_addresses_without_names_may_be_of_one_function,
	  test_what_lies_between_callback_and_function_is_not_looked_up)
