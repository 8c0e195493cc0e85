#include "render_trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_parts.h"

/* Room for the name of a stack frame. */
#define FRAME_NAME 64

struct trace {
	const struct report *report;
	const struct out *out;
	const struct process *process;
	uint64_t pid;
	uint64_t shift_ns; /* from the start of the first log to its own */
	bool has_one;      /* something was written, of this list */
};

/* Events are written one by one: a log may have millions. */
static void put(struct trace *trace, json_t *event)
{
	fputs(trace->has_one ? ",\n" : "\n", trace->out->stream);
	if (json_dumpf(event, trace->out->stream, JSON_COMPACT))
		array_fail();
	json_decref(event);
	trace->has_one = true;
}

static json_t *event_of(const struct trace *trace, const char *phase,
			const char *name, uint64_t tid)
{
	json_t *event = json_object();

	json_put_text(event, "ph", phase);
	json_put_text(event, "name", name);
	json_put(event, "pid", trace->pid);
	json_put(event, "tid", tid);
	return event;
}

/* The name of a process or a thread. */
static void put_name(struct trace *trace, const char *what, uint64_t tid,
		     const char *name)
{
	json_t *event = event_of(trace, "M", what, tid);
	json_t *args = json_object();

	json_put_text(args, "name", name);
	json_put_value(event, "args", args);
	put(trace, event);
}

/* Something that began and ended; times are microseconds there. */
static json_t *span_of(const struct trace *trace, const char *category,
		       const char *name, uint32_t thread, int64_t t_ns,
		       uint64_t len_ns)
{
	json_t *event = event_of(
		trace, "X", name,
		(uint64_t)thread_of(trace->process, thread)->tid);

	json_put_text(event, "cat", category);
	json_put_value(
		event, "ts",
		json_real(((double)t_ns + (double)trace->shift_ns) / 1e3));
	json_put_value(event, "dur", json_real((double)len_ns / 1e3));
	return event;
}

static void put_iterations(struct trace *trace)
{
	const struct process *process = trace->process;
	const struct join *join = &trace->report->joins[report_process_index(
		trace->report, process)];

	for (size_t i = 0; i < process->iterations.len; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);
		uint64_t threshold_ns = trace->report->options.threshold_ns;
		const char *name = iteration->len_ns >= threshold_ns
					   ? "stall"
					   : "iteration";
		json_t *event = span_of(
			trace, "loop", name,
			loop_of(process, iteration->loop)->thread,
			iteration->t_ns, iteration->len_ns);
		json_t *args = json_object();

		json_put(args, "number", iteration->number);
		json_put(args, "ready", iteration->ready);
		json_put(args, "files_ns", join->iterations[i].file_ns);
		json_put_value(event, "args", args);
		put(trace, event);
	}
}

static void put_tasks(struct trace *trace)
{
	for (size_t i = 0; i < trace->process->tasks.len; i++) {
		const struct task *task = array_at(&trace->process->tasks,
						   struct task, i);

		put(trace, span_of(trace, "task", task->name, task->thread,
				   task->t_ns, task->len_ns));
	}
}

/* Enough to know it by; its whole stack would be most of the file. */
static json_t *fault_args(const struct trace *trace, const struct fault *fault)
{
	struct place place = report_place(trace->report, trace->process, fault);
	const struct file *file = fault_file(trace->process, fault);
	json_t *args = json_object();

	if (file && file->kind == MEMORY_FILE)
		json_put_text(args, "path", file->path);
	json_put(args, fault->map ? "offset_bytes" : "address", fault->offset);
	json_put_text(args, "label",
		      fault->flags & FAULT_MAJOR ? "major" : "minor");
	if (place.function.symbol)
		json_put_text(args, "function", place.function.symbol->name);
	if (place.callback.symbol)
		json_put_text(args, "callback", place.callback.symbol->name);
	return args;
}

/* FRAMEth function of STACK of this process, as other records name it. */
static void frame_name(const struct trace *trace, char name[FRAME_NAME],
		       uint32_t stack, size_t frame)
{
	snprintf(name, FRAME_NAME, "%zu.%" PRIu32 ".%zu",
		 report_process_index(trace->report, trace->process), stack,
		 frame);
}

/* What the event's stack is, innermost first; see put_stacks(). */
static void put_stack_of(const struct trace *trace, json_t *event,
			 const struct fault *fault)
{
	char name[FRAME_NAME];

	if (!fault->stack || !trace->report->options.namer ||
	    !stack_of(trace->process, fault->stack)->len)
		return;
	frame_name(trace, name, fault->stack, 0);
	json_put_text(event, "sf", name);
}

static void put_faults(struct trace *trace)
{
	const struct process *process = trace->process;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		bool is_call = fault->flags & FAULT_CALL;
		json_t *event = span_of(
			trace, is_call ? "call" : "fault",
			is_call ? "blocking call" : "blocking fault",
			fault->thread, fault->t_ns, fault->len_ns);

		json_put_value(event, "args", fault_args(trace, fault));
		put_stack_of(trace, event, fault);
		put(trace, event);
	}
}

static void put_process(struct trace *trace)
{
	const struct process *process = trace->process;

	put_name(trace, "process_name", 0, process->program);
	for (uint32_t id = 1; id <= process->threads.len; id++) {
		const struct thread *thread = thread_of(process, id);

		put_name(trace, "thread_name", (uint64_t)thread->tid,
			 thread->name);
	}
	put_iterations(trace);
	put_tasks(trace);
	put_faults(trace);
}

/* The functions of one stack: each but the outermost says who called it. */
static void put_frames(struct trace *trace, uint32_t stack)
{
	struct flat_stack flat = flat_stack_of(trace->report->options.namer,
					       trace->process, stack);
	size_t len = flat.functions.len;

	for (size_t i = 0; i < len; i++) {
		const struct place_function *function = array_at(
			&flat.functions, struct place_function, len - 1 - i);
		char name[FRAME_NAME], parent[FRAME_NAME];
		json_t *frame = json_object();

		json_put_text(frame, "name", function->symbol->name);
		json_put_text(frame, "category", function->module);
		if (i + 1 < len) {
			frame_name(trace, parent, stack, i + 1);
			json_put_text(frame, "parent", parent);
		}
		frame_name(trace, name, stack, i);
		fprintf(trace->out->stream,
			"%s\n\"%s\":", trace->has_one ? "," : "", name);
		trace->has_one = true;
		if (json_dumpf(frame, trace->out->stream, JSON_COMPACT))
			array_fail();
		json_decref(frame);
	}
	flat_stack_release(&flat);
}

/* Stacks that faults were taken from, each once: the format's stackFrames. */
static void put_stacks(struct trace *trace)
{
	const struct process *process = trace->process;
	bool *is_used = must_alloc(process->stacks.len + 1);

	for (size_t i = 0; i < process->faults.len; i++)
		is_used[array_at(&process->faults, struct fault, i)->stack] =
			true;
	for (uint32_t id = 1; id <= process->stacks.len; id++) {
		if (is_used[id])
			put_frames(trace, id);
	}
	free(is_used);
}

/* Logs of one machine have one clock. */
static uint64_t first_start(const struct report *report)
{
	uint64_t first_ns = UINT64_MAX;

	for (size_t i = 0; i < report->model->processes.len; i++) {
		const struct process *process = report_process(report, i);

		if (process->start_ns < first_ns)
			first_ns = process->start_ns;
	}
	return first_ns;
}

void render_trace(const struct report *report, const struct out *out)
{
	struct trace trace = { .report = report, .out = out };
	uint64_t first_ns = first_start(report);

	fputs("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[", out->stream);
	for (size_t i = 0; i < report->model->processes.len; i++) {
		trace.process = report_process(report, i);
		trace.pid = (uint64_t)trace.process->pid;
		trace.shift_ns = trace.process->start_ns - first_ns;
		put_process(&trace);
	}
	fputs("\n],\"stackFrames\":{", out->stream);
	trace.has_one = false;
	for (size_t i = 0;
	     report->options.namer && i < report->model->processes.len; i++) {
		trace.process = report_process(report, i);
		put_stacks(&trace);
	}
	fputs("\n}}\n", out->stream);
}
