#include "join.h"

#include <stdlib.h>

/* The part of a fault that no fault before it covers. */
struct span {
	int64_t from_ns, to_ns;
	size_t fault;
	uint32_t thread;
};

static const struct fault *fault_at(const struct process *process, size_t index)
{
	return array_at(&process->faults, struct fault, index);
}

/* Where the spans and faults of a thread begin. */
struct start {
	size_t span, fault;
};

/*
 * The spans in the order of the faults, where those of one thread do not
 * overlap. START gets where each thread's begin, by its id.
 */
static struct array spans_of(const struct process *process, struct start *start)
{
	struct array spans = ARRAY_OF(struct span);
	uint32_t thread = 0;
	int64_t covered_ns = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = fault_at(process, i);
		int64_t from_ns = fault->t_ns;
		int64_t to_ns = from_ns + (int64_t)fault->len_ns;

		if (fault->thread != thread) {
			thread = fault->thread;
			start[thread] = (struct start){ spans.len, i };
			covered_ns = INT64_MIN;
		}
		if (from_ns < covered_ns)
			from_ns = covered_ns;
		if (to_ns <= from_ns)
			continue;
		covered_ns = to_ns;
		*(struct span *)array_push(
			&spans) = (struct span){ from_ns, to_ns, i, thread };
	}
	return spans;
}

/* Where the search for a loop's faults has got to. */
struct cursor {
	const struct process *process;
	struct join *join;
	const struct span *span, *spans_end;
	size_t fault; /* the next one to begin */
	uint32_t thread;
	int64_t passed_ns; /* end of the iteration before */
};

static bool is_span_of(const struct cursor *cursor, const struct span *span)
{
	return span < cursor->spans_end && span->thread == cursor->thread;
}

static bool has_fault(const struct cursor *cursor)
{
	return cursor->fault < cursor->process->faults.len &&
	       fault_at(cursor->process, cursor->fault)->thread ==
		       cursor->thread;
}

/* WHOLE_NS in the proportion of LEN_NS to ALL_NS. */
static uint64_t part_of(uint64_t whole_ns, uint64_t len_ns, uint64_t all_ns)
{
	return (uint64_t)((unsigned __int128)whole_ns * len_ns / all_ns);
}

/* Charges JOINED with LEN_NS of the fault of SPAN. LONGEST_NS is how much it
 * was charged for its longest fault. */
static void charge(const struct cursor *cursor, struct joined *joined,
		   const struct span *span, uint64_t len_ns,
		   uint64_t *longest_ns)
{
	const struct fault *fault = fault_at(cursor->process, span->fault);
	bool is_on_file = fault_is_on_file(cursor->process, fault);
	bool is_first_on_file = is_on_file && !joined->file_ns;

	cursor->join->charged_ns[span->fault] += len_ns;
	*(struct charge *)array_push(&cursor->join->charges) = (struct charge){
		(size_t)(joined - cursor->join->iterations), span->fault, len_ns
	};
	joined->asleep_ns += part_of(fault->asleep_ns, len_ns, fault->len_ns);
	if (is_first_on_file ||
	    (is_on_file == (joined->file_ns > 0) && len_ns > *longest_ns)) {
		joined->longest = span->fault + 1;
		*longest_ns = len_ns;
	}
	if (is_on_file)
		joined->file_ns += len_ns;
	else
		joined->other_ns += len_ns;
}

static void join_iteration(struct cursor *cursor,
			   const struct iteration *iteration,
			   struct joined *joined)
{
	int64_t begin_ns = iteration->t_ns;
	int64_t end_ns = begin_ns + (int64_t)iteration->len_ns;
	uint64_t longest_ns = 0;

	/* Iterations of a loop do not overlap, unless a log lies. */
	if (begin_ns < cursor->passed_ns)
		begin_ns = cursor->passed_ns;
	if (end_ns <= begin_ns)
		return;
	cursor->passed_ns = end_ns;
	while (is_span_of(cursor, cursor->span) &&
	       cursor->span->to_ns <= begin_ns)
		cursor->span++;
	for (const struct span *span = cursor->span;
	     is_span_of(cursor, span) && span->from_ns < end_ns; span++) {
		int64_t from_ns = span->from_ns > begin_ns ? span->from_ns
							   : begin_ns;
		int64_t to_ns = span->to_ns < end_ns ? span->to_ns : end_ns;

		joined->faults += fault_at(cursor->process, span->fault)->t_ns <
				  begin_ns;
		charge(cursor, joined, span, (uint64_t)(to_ns - from_ns),
		       &longest_ns);
	}
	for (; has_fault(cursor); cursor->fault++) {
		int64_t t_ns = fault_at(cursor->process, cursor->fault)->t_ns;

		if (t_ns >= end_ns)
			break;
		joined->faults += t_ns >= begin_ns;
	}
}

struct join join_make(const struct process *process)
{
	struct join join = {
		.iterations = must_alloc(process->iterations.len *
					 sizeof(*join.iterations)),
		.charged_ns = must_alloc(process->faults.len *
					 sizeof(*join.charged_ns)),
		.charges = ARRAY_OF(struct charge),
	};
	struct start *start = must_alloc((process->threads.len + 1) *
					 sizeof(*start));
	struct array spans = spans_of(process, start);
	struct cursor cursor = { .process = process, .join = &join };
	uint32_t loop = 0;

	cursor.spans_end = array_at(&spans, struct span, spans.len);
	for (size_t i = 0; i < process->iterations.len; i++) {
		const struct iteration *iteration = array_at(
			&process->iterations, struct iteration, i);

		if (iteration->loop != loop) {
			loop = iteration->loop;
			cursor.thread = loop_of(process, loop)->thread;
			cursor.span = array_at(&spans, struct span,
					       start[cursor.thread].span);
			cursor.fault = start[cursor.thread].fault;
			cursor.passed_ns = INT64_MIN;
		}
		join_iteration(&cursor, iteration, &join.iterations[i]);
	}
	array_release(&spans);
	free(start);
	return join;
}

void join_release(struct join *join)
{
	free(join->iterations);
	free(join->charged_ns);
	array_release(&join->charges);
}
