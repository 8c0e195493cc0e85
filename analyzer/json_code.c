/* Faults, where in the code they came from, and advice, as JSON. */
#include "json_parts.h"
#include "words_advice.h"

json_t *json_function(const struct place_function *function)
{
	const struct symbol *symbol = function->symbol;
	json_t *object = json_object();

	json_put_text(object, "name", symbol->name);
	json_put_text(object, "file", symbol->file);
	if (symbol->line)
		json_put(object, "line", (uint64_t)symbol->line);
	if (function->module[0])
		json_put_text(object, "module", function->module);
	if (symbol->is_inlined)
		json_put_flag(object, "is_inlined", true);
	return object;
}

/* The innermost first, as debuggers show it. */
static json_t *json_stack(const struct report *report,
			  const struct process *process, uint32_t stack)
{
	struct flat_stack flat = flat_stack_of(report->options.namer, process,
					       stack);
	json_t *all = json_array();

	for (size_t i = flat.functions.len; i-- > 0;)
		json_array_append_new(
			all, json_function(array_at(&flat.functions,
						    struct place_function, i)));
	flat_stack_release(&flat);
	return all;
}

void json_put_stack(json_t *object, const struct report *report,
		    const struct process *process, const struct fault *fault)
{
	struct place place = report_place(report, process, fault);

	if (place.function.symbol)
		json_put_value(object, "function",
			       json_function(&place.function));
	if (place.callback.symbol)
		json_put_value(object, "callback",
			       json_function(&place.callback));
	if (!fault->stack || !report->options.namer)
		return;
	json_put_value(object, "stack",
		       json_stack(report, process, fault->stack));
	json_put_flag(object, "is_stack_complete",
		      stack_of(process, fault->stack)->end == STACK_COMPLETE);
}

static void put_code(json_t *object, const struct report *report,
		     const struct process *process, const struct fault *fault)
{
	json_put_stack(object, report, process, fault);
	if (fault->stack && report->options.namer)
		json_put_flag(object, "is_stack_own",
			      !(fault->flags & FAULT_JOINED));
}

static void put_call(json_t *object, const struct process *process,
		     const struct fault *fault)
{
	const struct call *call = array_at(&process->calls, struct call,
					   fault->code - 1);

	json_put_text(object, "call", call->function);
	if (call->argument[0])
		json_put_text(object, "argument", call->argument);
	json_put(object, "bytes", call->len);
}

json_t *json_fault(const struct report *report, const struct process *process,
		   const struct fault *fault)
{
	const struct file *file = fault_file(process, fault);
	json_t *object = json_object();

	json_put(object, "at_ns", (uint64_t)fault->t_ns);
	json_put(object, "length_ns", fault->len_ns);
	if (file && file->kind == MEMORY_FILE)
		json_put_text(object, "path", file->path);
	json_put(object, fault->map ? "offset_bytes" : "address",
		 fault->offset);
	json_put_flag(object, "is_major", fault->flags & FAULT_MAJOR);
	json_put_flag(object, "is_in_kernel", fault->flags & FAULT_KERNEL);
	if (fault->flags & FAULT_CALL)
		put_call(object, process, fault);
	else
		put_code(object, report, process, fault);
	return object;
}

static json_t *json_code_rows(const struct array *rows)
{
	json_t *all = json_array();

	for (size_t i = 0; i < rows->len; i++) {
		const struct code_row *row = array_at(rows, struct code_row, i);
		json_t *one = json_function(&row->function);

		json_put(one, "faults", row->faults);
		json_put(one, "blocked_ns", row->blocked_ns);
		json_put(one, "in_loops_ns", row->loop_ns);
		json_put(one, "longest_ns", row->longest_ns);
		json_array_append_new(all, one);
	}
	return all;
}

json_t *json_code(const struct report *report)
{
	json_t *object = json_object();

	json_put_value(object, "callbacks", json_code_rows(&report->callbacks));
	json_put_value(object, "functions", json_code_rows(&report->functions));
	return object;
}

json_t *json_advice(const struct report *report)
{
	static const char *const kinds[ADVICE_KINDS] = {
		[ADVICE_COLD_START] = "cold_start",
		[ADVICE_SMALL] = "small_file",
		[ADVICE_LARGE] = "large_file",
		[ADVICE_EVICTED] = "evicted",
		[ADVICE_RANDOM] = "random_access",
		[ADVICE_SEQUENTIAL] = "sequential_access",
		[ADVICE_READAHEAD] = "no_readahead",
		[ADVICE_SYSTEM_CALL] = "system_call",
		[ADVICE_CODE] = "cold_code",
		[ADVICE_CALLS] = "blocking_calls",
		[ADVICE_SWAP] = "swap",
		[ADVICE_LOCK] = "lock",
	};
	json_t *all = json_array();

	for (size_t i = 0; i < report->advice.len; i++) {
		const struct advice *advice = array_at(&report->advice,
						       struct advice, i);
		json_t *one = json_object();

		json_put_text(one, "kind", kinds[advice->kind]);
		if (advice->file)
			json_put_text(one, "path", advice->file->path);
		json_put_words(one, "words", words_advice(advice));
		json_put_words(one, "evidence",
			       words_advice_evidence(report, advice));
		json_put_words(one, "gain", words_advice_gain(report, advice));
		json_put_words(one, "code", words_advice_code(report, advice));
		json_put_words(one, "cost", words_advice_cost(advice));
		json_array_append_new(all, one);
	}
	return all;
}
