#include "render_folded.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* What one line is about. */
struct folded {
	uint32_t thread, stack, code; /* code: only without a stack */
	uint64_t ns;
};

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
			.thread = fault->thread,
			.stack = fault->stack,
			.code = fault->stack ? 0 : fault->code,
			.ns = fault->len_ns,
		};
	}
	return all;
}

/* NAME without what would end it, or its line. */
static void put_name(const struct out *out, const char *name)
{
	char *escaped = out_escape(name);

	for (char *at = escaped; *at; at++)
		putc(*at == ';' ? ':' : *at, out->stream);
	free(escaped);
}

static void put_stack(const struct report *report,
		      const struct process *process,
		      const struct folded *folded, const struct out *out)
{
	struct flat_stack flat = flat_stack_of(report->options.namer, process,
					       folded->stack);

	for (size_t i = 0; i < flat.functions.len; i++) {
		putc(';', out->stream);
		put_name(out,
			 array_at(&flat.functions, struct place_function, i)
				 ->symbol->name);
	}
	flat_stack_release(&flat);
}

static void put(const struct report *report, const struct process *process,
		const struct folded *folded, const struct out *out)
{
	struct fault alone = { .thread = folded->thread, .code = folded->code };
	struct place place = { 0 };

	put_name(out, process->program);
	putc(';', out->stream);
	put_name(out, thread_of(process, folded->thread)->name);
	if (folded->stack) {
		put_stack(report, process, folded, out);
	} else {
		fputs(";[no stack]", out->stream);
		place = report_place(report, process, &alone);
	}
	if (place.function.symbol) {
		putc(';', out->stream);
		put_name(out, place.function.symbol->name);
	}
	fprintf(out->stream, " %" PRIu64 "\n", folded->ns / 1000);
}

void render_folded(const struct report *report, const struct out *out)
{
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);
		struct array all = list(process);
		uint64_t ns = 0;

		array_sort(&all, by_place);
		for (size_t i = 0; i < all.len; i++) {
			struct folded *at = array_at(&all, struct folded, i);

			ns += at->ns;
			if (i + 1 < all.len && by_place(at, at + 1) == 0)
				continue;
			at->ns = ns;
			put(report, process, at, out);
			ns = 0;
		}
		array_release(&all);
	}
}
