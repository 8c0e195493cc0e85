#include "render_csv.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A field of text, quoted where it must be. */
static void put_text(const struct out *out, const char *text)
{
	if (strpbrk(text, ",\"\r\n")) {
		putc('"', out->stream);
		for (; *text; text++) {
			if (*text == '"')
				putc('"', out->stream);
			putc(*text, out->stream);
		}
		putc('"', out->stream);
	} else {
		fputs(text, out->stream);
	}
	putc(',', out->stream);
}

/* Numbers, each with the comma after it. */
static void put(const struct out *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void put(const struct out *out, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vfprintf(out->stream, format, list);
	va_end(list);
}

static const char *path_of(const struct process *process,
			   const struct fault *fault)
{
	const struct file *file = fault ? fault_file(process, fault) : NULL;

	return file && file->kind == MEMORY_FILE ? file->path : "";
}

static const char *name_of(const struct place_function *function)
{
	return function->symbol ? function->symbol->name : "";
}

static void put_place(const struct report *report, const struct out *out,
		      const struct process *process, const struct fault *fault)
{
	struct place place = { 0 };

	if (fault)
		place = report_place(report, process, fault);
	put_text(out, name_of(&place.function));
	put_text(out, name_of(&place.callback));
}

static const char stall_columns[] =
	"program,pid,thread,tid,loop,iteration,at_ns,length_ns,"
#define PART_COLUMN(name, key, words) key ","
	PARTS(PART_COLUMN)
#undef PART_COLUMN
		"faults,ready,queued_events,task,path,function,callback,"
		"longest_ns\r\n";

/* A number; an empty field where it is zero for want of looking. */
static void put_seen(const struct out *out, uint64_t number, bool is_seen)
{
	if (number || is_seen)
		put(out, "%" PRIu64, number);
	put(out, ",");
}

/* Whether the log of STALL can have any of PART. */
static bool can_see(const struct stall *stall, enum part part)
{
	switch (part) {
	case PART_FILE:
	case PART_MEMORY:
		return thread_is_sampled(stall->process, stall->thread);
	case PART_SLEEP:
	case PART_PREEMPTED:
	case PART_CPU:
		return stall->process->has_switches;
	default:
		return true;
	}
}

static void put_stall(const struct report *report, const struct out *out,
		      const struct stall *stall)
{
	const struct iteration *at = stall->iteration;

	put_text(out, stall->process->program);
	put(out, "%" PRId64 ",", stall->process->pid);
	put_text(out, stall->thread->name);
	put(out, "%" PRId64 ",%" PRIu32 ",%" PRIu64 ",%" PRId64 ",",
	    stall->thread->tid, at->loop, at->number, at->t_ns);
	put(out, "%" PRIu64 ",", report_stall_ns(at, stall->joined));
	for (unsigned i = 0; i < PART_COUNT; i++)
		put_seen(out, stall->parts.ns[i], can_see(stall, (enum part)i));
	put_seen(out, stall->joined->faults, can_see(stall, PART_FILE));
	put(out, "%" PRIu32 ",", at->ready);
	put_seen(out, at->has_after ? queued_behind(at) : 0, at->has_after);
	put_text(out, stall->task ? stall->task->name : "");
	put_text(out, path_of(stall->process, stall->longest));
	put_place(report, out, stall->process, stall->longest);
	put(out, "%" PRIu64 "\r\n",
	    stall->longest ? stall->longest->len_ns : 0);
}

void render_csv_stalls(const struct report *report, const struct out *out)
{
	put(out, "%s", stall_columns);
	for (size_t i = 0; i < report->stalls.len; i++)
		put_stall(report, out,
			  array_at(&report->stalls, struct stall, i));
}

static void put_fault(const struct report *report, const struct out *out,
		      const struct process *process, const struct fault *fault)
{
	const struct thread *thread = thread_of(process, fault->thread);

	put_text(out, process->program);
	put(out, "%" PRId64 ",", process->pid);
	put_text(out, thread->name);
	put(out, "%" PRId64 ",%" PRId64 ",%" PRIu64 ",", thread->tid,
	    fault->t_ns, fault->len_ns);
	put_text(out, path_of(process, fault));
	put(out, fault->map ? "%" PRIu64 ",," : ",%" PRIu64 ",", fault->offset);
	put(out, "%d,%d,", (fault->flags & FAULT_MAJOR) != 0,
	    (fault->flags & FAULT_KERNEL) != 0);
	put_place(report, out, process, fault);
	put(out, "%d\r\n", fault->stack && !(fault->flags & FAULT_JOINED));
}

void render_csv_faults(const struct report *report, const struct out *out)
{
	put(out, "program,pid,thread,tid,at_ns,length_ns,path,offset_bytes,"
		 "address,is_major,is_in_kernel,function,callback,"
		 "has_own_stack\r\n");
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->faults.len; i++) {
			const struct fault *fault = array_at(&process->faults,
							     struct fault, i);

			if (!(fault->flags & FAULT_CALL))
				put_fault(report, out, process, fault);
		}
	}
}
