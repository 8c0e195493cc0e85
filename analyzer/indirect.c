#include <stdlib.h>

#include "report.h"
#include "time_order.h"

/* A fault on a file, in the order of time. */
struct span {
	int64_t from_ns, to_ns;
	const struct fault *fault;
	size_t last; /* of this span and those before, the one to end last */
};

/* A time in which some thread was blocked on a file, as long as possible. */
struct segment {
	int64_t from_ns, to_ns;
	uint64_t before_ns; /* sum of the segments before */
};

struct blocked {
	struct array spans, segments;
	bool is_there;
};

static struct span *span_at(const struct blocked *blocked, size_t index)
{
	return array_at(&blocked->spans, struct span, index);
}

static void add_span(struct blocked *blocked, const struct fault *fault)
{
	size_t index = blocked->spans.len;
	struct span *span = array_push(&blocked->spans);

	*span = (struct span){ fault->t_ns,
			       fault->t_ns + (int64_t)fault->len_ns, fault,
			       index };
	if (index) {
		size_t last = span_at(blocked, index - 1)->last;

		if (span_at(blocked, last)->to_ns >= span->to_ns)
			span->last = last;
	}
}

static void add_to_segments(struct array *segments, const struct fault *fault)
{
	int64_t to_ns = fault->t_ns + (int64_t)fault->len_ns;
	struct segment *last = segments->len
				       ? array_at(segments, struct segment,
						  segments->len - 1)
				       : NULL;
	uint64_t before_ns = 0;

	if (last && fault->t_ns <= last->to_ns) {
		if (to_ns > last->to_ns)
			last->to_ns = to_ns;
		return;
	}
	if (last)
		before_ns = last->before_ns +
			    (uint64_t)(last->to_ns - last->from_ns);
	*(struct segment *)array_push(
		segments) = (struct segment){ fault->t_ns, to_ns, before_ns };
}

static struct blocked blocked_of(const struct process *process)
{
	struct blocked blocked = { ARRAY_OF(struct span),
				   ARRAY_OF(struct segment), true };
	size_t *order = time_order(process);

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, order[i]);

		if (!fault_is_on_file(process, fault))
			continue;
		add_span(&blocked, fault);
		add_to_segments(&blocked.segments, fault);
	}
	free(order);
	return blocked;
}

static void blocked_release(struct blocked *blocked)
{
	if (!blocked->is_there)
		return;
	array_release(&blocked->spans);
	array_release(&blocked->segments);
}

/* How long any thread was blocked until T_NS. */
static uint64_t blocked_until(const struct blocked *blocked, int64_t t_ns)
{
	const struct segment *segments = blocked->segments.data;
	size_t first = 0, end = blocked->segments.len;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (segments[middle].from_ns < t_ns)
			first = middle + 1;
		else
			end = middle;
	}
	if (!first)
		return 0;
	if (segments[first - 1].to_ns < t_ns)
		t_ns = segments[first - 1].to_ns;
	return segments[first - 1].before_ns +
	       (uint64_t)(t_ns - segments[first - 1].from_ns);
}

/* How many spans begin before T_NS. */
static size_t spans_before(const struct blocked *blocked, int64_t t_ns)
{
	size_t first = 0, end = blocked->spans.len;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (span_at(blocked, middle)->from_ns < t_ns)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static int64_t overlap(const struct span *span, int64_t from_ns, int64_t to_ns)
{
	int64_t first_ns = span->from_ns > from_ns ? span->from_ns : from_ns;
	int64_t last_ns = span->to_ns < to_ns ? span->to_ns : to_ns;

	return last_ns - first_ns;
}

/* The fault of another thread than OWN that covers most of a time. Of those
 * that began before only the one that ends last can be it. */
static const struct fault *find_fault(const struct blocked *blocked,
				      uint32_t own, int64_t from_ns,
				      int64_t to_ns)
{
	size_t first = spans_before(blocked, from_ns);
	size_t begin = first ? span_at(blocked, first - 1)->last : first;
	const struct fault *found = NULL;
	int64_t most_ns = 0;

	for (size_t i = begin; i < blocked->spans.len;
	     i = i < first ? first : i + 1) {
		const struct span *span = span_at(blocked, i);
		int64_t covered_ns = overlap(span, from_ns, to_ns);

		if (span->from_ns >= to_ns)
			break;
		if (span->fault->thread == own || covered_ns <= most_ns)
			continue;
		most_ns = covered_ns;
		found = span->fault;
	}
	return found;
}

static const struct stack_sample *sleep_at(const struct array *sleeps,
					   size_t index, uint32_t thread)
{
	const struct stack_sample *sleep;

	if (index >= sleeps->len)
		return NULL;
	sleep = array_at(sleeps, struct stack_sample, index);
	return sleep->thread == thread ? sleep : NULL;
}

/* The first of THREAD's sleeps not before T_NS; they are in order. */
static size_t first_sleep(const struct array *sleeps, uint32_t thread,
			  int64_t t_ns)
{
	size_t first = 0, end = sleeps->len;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		const struct stack_sample *sleep = array_at(
			sleeps, struct stack_sample, middle);

		if (sleep->thread < thread ||
		    (sleep->thread == thread && sleep->t_ns < t_ns))
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

/* The loop of STALL as it was seen asleep: in the stall, or nearest to it. */
static void find_sleep(struct indirect *indirect, const struct stall *stall)
{
	const struct array *sleeps = &stall->process->sleeps;
	const struct iteration *iteration = stall->iteration;
	int64_t end_ns = iteration->t_ns + (int64_t)iteration->len_ns;
	uint32_t thread = stall->loop->thread;
	size_t at = first_sleep(sleeps, thread, iteration->t_ns);
	const struct stack_sample *next = sleep_at(sleeps, at, thread);
	const struct stack_sample *last = at ? sleep_at(sleeps, at - 1, thread)
					     : NULL;

	indirect->is_sleep_own = next && next->t_ns <= end_ns;
	if (next && (!last || indirect->is_sleep_own ||
		     next->t_ns - end_ns < iteration->t_ns - last->t_ns))
		indirect->sleep = next;
	else
		indirect->sleep = last;
}

static void consider(struct report *report, const struct blocked *blocked,
		     const struct stall *stall, uint64_t asleep_ns)
{
	const struct iteration *iteration = stall->iteration;
	uint64_t len_ns = iteration->len_ns;
	int64_t end_ns = iteration->t_ns + (int64_t)len_ns;
	uint64_t others_ns = blocked_until(blocked, end_ns) -
			     blocked_until(blocked, iteration->t_ns) -
			     stall->joined->file_ns;
	uint64_t overlap_ns = others_ns < asleep_ns ? others_ns : asleep_ns;
	struct indirect *indirect;

	if (!overlap_ns || overlap_ns < asleep_ns / INDIRECT_SLEEP_PART ||
	    overlap_ns < len_ns / INDIRECT_STALL_PART)
		return;
	indirect = array_push(&report->indirect);
	indirect->stall = stall;
	indirect->asleep_ns = asleep_ns;
	indirect->overlap_ns = overlap_ns;
	indirect->fault = find_fault(blocked, stall->loop->thread,
				     iteration->t_ns, end_ns);
	if (indirect->fault)
		indirect->thread = thread_of(stall->process,
					     indirect->fault->thread);
	find_sleep(indirect, stall);
}

static int longest_first(const void *left, const void *right)
{
	const struct indirect *a = left, *b = right;

	if (a->overlap_ns != b->overlap_ns)
		return a->overlap_ns < b->overlap_ns ? 1 : -1;
	return (a->stall->iteration->t_ns > b->stall->iteration->t_ns) -
	       (a->stall->iteration->t_ns < b->stall->iteration->t_ns);
}

void report_indirect(struct report *report)
{
	struct blocked *blocked = must_alloc(report->model->processes.len *
					     sizeof(*blocked));

	for (size_t i = 0; i < report->stalls.len; i++) {
		const struct stall *stall = array_at(&report->stalls,
						     struct stall, i);
		size_t index = report_process_index(report, stall->process);
		uint64_t asleep_ns = stall->parts.ns[PART_PARKED] +
				     stall->parts.ns[PART_SLEEP];

		if (!asleep_ns)
			continue;
		if (!blocked[index].is_there)
			blocked[index] = blocked_of(stall->process);
		consider(report, &blocked[index], stall, asleep_ns);
	}
	for (size_t i = 0; i < report->model->processes.len; i++)
		blocked_release(&blocked[i]);
	free(blocked);
	array_sort(&report->indirect, longest_first);
	for (size_t i = 0; i < report->indirect.len; i++)
		report->indirect_ns += array_at(&report->indirect,
						struct indirect, i)
					       ->overlap_ns;
}
