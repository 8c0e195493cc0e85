/*
 * Blocked time by callback and by function. Each stack is looked at once.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* What was worked out for a stack, or for an instruction without one. */
struct known {
	struct place place;
	uint32_t wait_stack;
	bool is_known;
};

struct code_work {
	struct report *report;
	const struct process *process;
	uint32_t *wait_stacks;            /* by thread id */
	struct known *by_stack, *by_code; /* by id */
	void *callbacks, *functions;      /* rows, of tsearch(3) */
};

static int by_function(const void *left, const void *right)
{
	const struct code_row *a = left, *b = right;
	int order = strcmp(a->function.symbol->name, b->function.symbol->name);

	return order ? order : strcmp(a->function.module, b->function.module);
}

static void add(void **rows, const struct place_function *function,
		uint64_t blocked_ns, uint64_t loop_ns)
{
	struct code_row key = { .function = *function };
	struct code_row **found;
	struct code_row *row;

	if (!function->symbol)
		return;
	found = tfind(&key, rows, by_function);
	if (found) {
		row = *found;
	} else {
		row = must_alloc(sizeof(*row));
		*row = key;
		if (!tsearch(row, rows, by_function))
			array_fail();
	}
	row->faults++;
	row->blocked_ns += blocked_ns;
	row->loop_ns += loop_ns;
	if (blocked_ns > row->longest_ns) {
		row->longest_ns = blocked_ns;
		row->function = *function;
	}
}

static struct known *known_of(struct code_work *work, const struct fault *fault)
{
	if (fault->stack)
		return &work->by_stack[fault->stack];
	return &work->by_code[fault->flags & FAULT_CALL ? 0 : fault->code];
}

static const struct place *place(struct code_work *work,
				 const struct fault *fault)
{
	uint32_t wait_stack = work->wait_stacks[fault->thread];
	struct known *known = known_of(work, fault);

	if (!known->is_known || known->wait_stack != wait_stack)
		*known = (struct known){
			.place = place_of(work->report->options.namer,
					  work->process, fault, wait_stack),
			.wait_stack = wait_stack,
			.is_known = true,
		};
	return &known->place;
}

static void cover(struct stack_cover *cover, const struct process *process,
		  const struct fault *fault)
{
	if (!fault->stack) {
		cover->none_ns += fault->len_ns;
		return;
	}
	if (fault->flags & FAULT_JOINED)
		cover->joined_ns += fault->len_ns;
	else
		cover->own_ns += fault->len_ns;
	if (stack_of(process, fault->stack)->end != STACK_COMPLETE)
		cover->cut_ns += fault->len_ns;
}

static void add_process(struct code_work *work, size_t index)
{
	const struct process *process = work->process;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		uint64_t loop_ns = work->report->joins[index].charged_ns[i];
		const struct place *where;

		if (!fault_is_on_file(process, fault) ||
		    fault->flags & FAULT_CALL)
			continue;
		where = place(work, fault);
		cover(&work->report->stack_cover, process, fault);
		add(&work->functions, &where->function, fault->len_ns, loop_ns);
		if (loop_ns)
			add(&work->callbacks, &where->callback, fault->len_ns,
			    loop_ns);
	}
}

static struct array *taken; /* where take_row() puts what it is given */

static void take_row(const void *node, VISIT visit, int depth)
{
	(void)depth;
	if (visit == postorder || visit == leaf)
		*(struct code_row *)array_push(taken) = **(
			struct code_row *const *)node;
}

static int most_blocked_first(const void *left, const void *right)
{
	const struct code_row *a = left, *b = right;

	if (a->loop_ns != b->loop_ns)
		return a->loop_ns < b->loop_ns ? 1 : -1;
	if (a->blocked_ns != b->blocked_ns)
		return a->blocked_ns < b->blocked_ns ? 1 : -1;
	return by_function(left, right);
}

static void take_rows(struct array *to, void *rows)
{
	taken = to;
	twalk(rows, take_row);
	tdestroy(rows, free);
	array_sort(to, most_blocked_first);
}

static uint32_t *wait_stacks_of(const struct process *process)
{
	uint32_t *stacks = must_alloc((process->threads.len + 1) *
				      sizeof(*stacks));

	for (uint32_t id = 1; id <= process->loops.len; id++) {
		const struct loop *loop = loop_of(process, id);

		if (loop->wait_stack)
			stacks[loop->thread] = loop->wait_stack;
	}
	return stacks;
}

void report_code(struct report *report)
{
	struct code_work work = { .report = report };

	if (!report->options.namer)
		return;
	for (size_t i = 0; i < report->model->processes.len; i++) {
		work.process = report_process(report, i);
		work.wait_stacks = wait_stacks_of(work.process);
		work.by_stack = must_alloc((work.process->stacks.len + 1) *
					   sizeof(*work.by_stack));
		work.by_code = must_alloc((work.process->codes.len + 1) *
					  sizeof(*work.by_code));
		add_process(&work, i);
		free(work.wait_stacks);
		free(work.by_stack);
		free(work.by_code);
	}
	take_rows(&report->callbacks, work.callbacks);
	take_rows(&report->functions, work.functions);
}

struct place report_place(const struct report *report,
			  const struct process *process,
			  const struct fault *fault)
{
	uint32_t wait_stack = 0;

	if (!report->options.namer)
		return (struct place){ 0 };
	for (uint32_t id = 1; id <= process->loops.len; id++) {
		const struct loop *loop = loop_of(process, id);

		if (loop->thread == fault->thread && loop->wait_stack)
			wait_stack = loop->wait_stack;
	}
	return place_of(report->options.namer, process, fault, wait_stack);
}
