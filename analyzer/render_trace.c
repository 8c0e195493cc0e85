#include "render_trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "quotes.h"

/* Room for the name of a stack frame. */
#define FRAME_NAME 64

struct trace {
	const struct report *report;
	const struct out *out;
	const struct process *process;
	uint64_t shift_ns; /* from the start of the first log to its own */
	bool has_one;      /* something was written, of this list */
	struct quotes quotes;
};

static const char *quote(struct trace *trace, const char *text)
{
	return quotes_of(&trace->quotes, text);
}

/* Another member of the list that is being written. */
static void put_comma(struct trace *trace)
{
	fputs(trace->has_one ? ",\n" : "\n", trace->out->stream);
	trace->has_one = true;
}

/* Events are written as text, not as a JSON tree each: a log may have
 * millions. This begins one. */
static void begin_event(struct trace *trace, const char *phase,
			const char *name, int64_t tid)
{
	put_comma(trace);
	fprintf(trace->out->stream,
		"{\"ph\":\"%s\",\"name\":%s,\"pid\":%" PRId64
		",\"tid\":%" PRId64,
		phase, quote(trace, name), trace->process->pid, tid);
}

/* The name of a process or a thread. */
static void put_name(struct trace *trace, const char *what, int64_t tid,
		     const char *name)
{
	begin_event(trace, "M", what, tid);
	fprintf(trace->out->stream, ",\"args\":{\"name\":%s}}",
		quote(trace, name));
}

/* Times are microseconds there. */
struct us {
	const char *sign;
	uint64_t whole;
	unsigned thousandths;
};

static struct us us_of(int64_t ns)
{
	uint64_t size_ns = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;

	return (struct us){ ns < 0 ? "-" : "", size_ns / 1000,
			    (unsigned)(size_ns % 1000) };
}

/* Begins something that began and ended. */
static void begin_span(struct trace *trace, const char *category,
		       const char *name, uint32_t thread, int64_t t_ns,
		       uint64_t len_ns)
{
	struct us at = us_of(t_ns + (int64_t)trace->shift_ns);
	struct us len = us_of((int64_t)len_ns);

	begin_event(trace, "X", name, thread_of(trace->process, thread)->tid);
	fprintf(trace->out->stream,
		",\"cat\":\"%s\",\"ts\":%s%" PRIu64 ".%03u,\"dur\":%" PRIu64
		".%03u",
		category, at.sign, at.whole, at.thousandths, len.whole,
		len.thousandths);
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

		begin_span(trace, "loop", name,
			   loop_of(process, iteration->loop)->thread,
			   iteration->t_ns, iteration->len_ns);
		fprintf(trace->out->stream,
			",\"args\":{\"number\":%" PRIu64 ",\"ready\":%" PRIu32
			",\"files_ns\":%" PRIu64 "}}",
			iteration->number, iteration->ready,
			join->iterations[i].file_ns);
	}
}

static void put_tasks(struct trace *trace)
{
	for (size_t i = 0; i < trace->process->tasks.len; i++) {
		const struct task *task = array_at(&trace->process->tasks,
						   struct task, i);

		begin_span(trace, "task", task->name, task->thread, task->t_ns,
			   task->len_ns);
		fputs("}", trace->out->stream);
	}
}

static void put_function(struct trace *trace, const char *key,
			 const struct place_function *function)
{
	if (function->symbol)
		fprintf(trace->out->stream, ",\"%s\":%s", key,
			quote(trace, function->symbol->name));
}

/* Enough to know it by; its whole stack would be most of the file. */
static void put_args(struct trace *trace, const struct fault *fault)
{
	struct place place = report_place(trace->report, trace->process, fault);
	const struct file *file = fault_file(trace->process, fault);
	FILE *stream = trace->out->stream;

	fputs(",\"args\":{", stream);
	if (file && file->kind == MEMORY_FILE)
		fprintf(stream, "\"path\":%s,", quote(trace, file->path));
	fprintf(stream, "\"%s\":%" PRId64 ",\"label\":\"%s\"",
		fault->map ? "offset_bytes" : "address", (int64_t)fault->offset,
		fault->flags & FAULT_MAJOR ? "major" : "minor");
	put_function(trace, "function", &place.function);
	put_function(trace, "callback", &place.callback);
	fputs("}", stream);
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
static void put_stack_of(struct trace *trace, const struct fault *fault)
{
	char name[FRAME_NAME];

	if (!fault->stack || !trace->report->options.namer ||
	    !stack_of(trace->process, fault->stack)->len)
		return;
	frame_name(trace, name, fault->stack, 0);
	fprintf(trace->out->stream, ",\"sf\":\"%s\"", name);
}

static void put_faults(struct trace *trace)
{
	const struct process *process = trace->process;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, i);
		bool is_call = fault->flags & FAULT_CALL;

		begin_span(trace, is_call ? "call" : "fault",
			   is_call ? "blocking call" : "blocking fault",
			   fault->thread, fault->t_ns, fault->len_ns);
		put_args(trace, fault);
		put_stack_of(trace, fault);
		fputs("}", trace->out->stream);
	}
}

static void put_process(struct trace *trace)
{
	const struct process *process = trace->process;

	put_name(trace, "process_name", 0, process->program);
	for (uint32_t id = 1; id <= process->threads.len; id++) {
		const struct thread *thread = thread_of(process, id);

		put_name(trace, "thread_name", thread->tid, thread->name);
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
		char name[FRAME_NAME];

		frame_name(trace, name, stack, i);
		put_comma(trace);
		fprintf(trace->out->stream,
			"\"%s\":{\"name\":%s,\"category\":%s", name,
			quote(trace, function->symbol->name),
			quote(trace, function->module));
		if (i + 1 < len) {
			frame_name(trace, name, stack, i + 1);
			fprintf(trace->out->stream, ",\"parent\":\"%s\"", name);
		}
		fputs("}", trace->out->stream);
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
	quotes_release(&trace.quotes);
}
