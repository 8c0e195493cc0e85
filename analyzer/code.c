/*
 * Blocked time by callback and by function.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* What the faults of one row, or of one place, come to. */
struct sum {
	uint64_t faults, blocked_ns, loop_ns, longest_ns;
};

/* Faults with the same stack, or at the same instruction without one. */
struct place_sum {
	struct place place;
	struct sum all, in_loops;
};

struct code_work {
	struct report *report;
	const struct process *process;
	struct place_sum *places;    /* by stack, then by instruction */
	void *callbacks, *functions; /* rows, of tsearch(3) */
};

static int by_function(const void *left, const void *right)
{
	const struct code_row *a = left, *b = right;
	int order = strcmp(a->function.symbol->name, b->function.symbol->name);

	return order ? order : strcmp(a->function.module, b->function.module);
}

static void add_row(void **rows, const struct place_function *function,
		    const struct sum *sum)
{
	struct code_row key = { .function = *function };
	struct code_row **found;
	struct code_row *row;

	if (!function->symbol || !sum->faults)
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
	row->faults += sum->faults;
	row->blocked_ns += sum->blocked_ns;
	row->loop_ns += sum->loop_ns;
	if (sum->longest_ns > row->longest_ns) {
		row->longest_ns = sum->longest_ns;
		row->function = *function;
	}
}

static void settle(struct code_work *work, struct place_sum *place)
{
	add_row(&work->functions, &place->place.function, &place->all);
	add_row(&work->callbacks, &place->place.callback, &place->in_loops);
	*place = (struct place_sum){ 0 };
}

static void add(struct sum *sum, uint64_t blocked_ns, uint64_t loop_ns)
{
	sum->faults++;
	sum->blocked_ns += blocked_ns;
	sum->loop_ns += loop_ns;
	if (blocked_ns > sum->longest_ns)
		sum->longest_ns = blocked_ns;
}

/* The sum that FAULT belongs to. Threads that share a stack can wait in
 * different ways: then it is another place. */
static struct place_sum *place_sum_of(struct code_work *work,
				      const struct fault *fault)
{
	size_t index = fault->stack
			       ? fault->stack
			       : work->process->stacks.len + 1 + fault->code;
	struct place_sum *sum = &work->places[index];
	struct place place = report_place(work->report, work->process, fault);

	if (sum->place.function.symbol != place.function.symbol ||
	    sum->place.callback.symbol != place.callback.symbol) {
		settle(work, sum);
		sum->place = place;
	}
	return sum;
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
	size_t places = process->stacks.len + process->codes.len + 2;

	work->places = must_alloc(places * sizeof(*work->places));
	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		uint64_t loop_ns = work->report->joins[index].charged_ns[i];
		struct place_sum *sum;

		if (!fault_is_on_file(process, fault) ||
		    fault->flags & FAULT_CALL)
			continue;
		cover(&work->report->stack_cover, process, fault);
		sum = place_sum_of(work, fault);
		add(&sum->all, fault->len_ns, loop_ns);
		if (loop_ns)
			add(&sum->in_loops, fault->len_ns, loop_ns);
	}
	for (size_t i = 0; i < places; i++)
		settle(work, &work->places[i]);
	free(work->places);
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

void report_code(struct report *report)
{
	struct code_work work = { .report = report };

	if (!report->options.namer)
		return;
	for (size_t i = 0; i < report->model->processes.len; i++) {
		work.process = report_process(report, i);
		add_process(&work, i);
	}
	take_rows(&report->callbacks, work.callbacks);
	take_rows(&report->functions, work.functions);
}

struct place report_place(const struct report *report,
			  const struct process *process,
			  const struct fault *fault)
{
	if (!report->options.namer)
		return (struct place){ 0 };
	return place_cache_of(
		&report->places[report_process_index(report, process)], fault);
}
