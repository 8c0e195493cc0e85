/*
 * What the pictures of the HTML form are drawn from. Mostly numbers, written
 * one by one: there can be very many.
 */
#include <inttypes.h>
#include <stdio.h>

#include "folded.h"
#include "json_parts.h"
#include "preload/log_format.h"
#include "render_html.h"
#include "render_json.h"

/* Faults beyond so many, the shorter ones, are left out. */
#define FAULTS_MAX 50000

/* "[…],[…]": everything after the first begins with a comma. */
static const char *comma(bool *has_one)
{
	const char *text = *has_one ? "," : "";

	*has_one = true;
	return text;
}

static void put_iterations(const struct report *report,
			   const struct loop_row *row, const struct out *out)
{
	const struct join *join =
		&report->joins[report_process_index(report, row->process)];
	bool has_one = false;

	for (size_t i = row->first; i < row->end; i++) {
		const struct iteration *iteration = array_at(
			&row->process->iterations, struct iteration, i);
		const struct joined *joined = &join->iterations[i];

		fprintf(out->stream,
			"%s[%" PRId64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]",
			comma(&has_one), iteration->t_ns,
			report_stall_ns(iteration, joined), joined->file_ns,
			iteration->number);
	}
}

static void put_histogram(const struct loop_row *row, const struct out *out)
{
	bool has_one = false;

	for (unsigned i = 0; row->loop->bucket && i < LOG_HIST_BUCKETS; i++) {
		if (row->loop->bucket[i])
			fprintf(out->stream, "%s[%" PRIu64 ",%" PRIu64 "]",
				comma(&has_one), log_hist_lower_ns(i),
				row->loop->bucket[i]);
	}
}

static void put_loops(const struct report *report, const struct out *out)
{
	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		fprintf(out->stream, "%s{\"iterations\":[", i ? "," : "");
		put_iterations(report, row, out);
		fputs("],\"histogram\":[", out->stream);
		put_histogram(row, out);
		fputs("]}", out->stream);
	}
}

struct timed {
	const struct fault *fault;
	size_t file; /* row of the report */
};

static int longest_first(const void *left, const void *right)
{
	const struct timed *a = left, *b = right;

	if (a->fault->len_ns != b->fault->len_ns)
		return a->fault->len_ns < b->fault->len_ns ? 1 : -1;
	return (a->fault->t_ns > b->fault->t_ns) -
	       (a->fault->t_ns < b->fault->t_ns);
}

static bool is_fault_on_file(const struct process *process,
			     const struct fault *fault)
{
	return fault_is_on_file(process, fault) && !(fault->flags & FAULT_CALL);
}

/* How long the shortest of the faults that are shown is; COUNT gets how many
 * there are in all. */
static uint64_t least_shown(const struct report *report, size_t *count)
{
	struct array lens = ARRAY_OF(uint64_t);
	uint64_t least_ns = 0;

	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->faults.len; i++) {
			const struct fault *fault = array_at(&process->faults,
							     struct fault, i);

			if (is_fault_on_file(process, fault))
				*(uint64_t *)array_push(&lens) = fault->len_ns;
		}
	}
	quantiles_sort(lens.data, lens.len);
	if (lens.len > FAULTS_MAX)
		least_ns = *array_at(&lens, uint64_t, lens.len - FAULTS_MAX);
	*count = lens.len;
	array_release(&lens);
	return least_ns;
}

/* Those at least LEAST_NS long. */
static struct array faults_of(const struct report *report, uint64_t least_ns)
{
	struct array all = ARRAY_OF(struct timed);

	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->faults.len; i++) {
			const struct fault *fault = array_at(&process->faults,
							     struct fault, i);

			if (is_fault_on_file(process, fault) &&
			    fault->len_ns >= least_ns)
				*(struct timed *)array_push(
					&all) = (struct timed){
					fault,
					report_file_index(report, p, fault)
				};
		}
	}
	array_sort(&all, longest_first);
	return all;
}

/* The faults, how many are left out, and when the last log ended. */
static void put_faults(const struct report *report, const struct out *out)
{
	size_t count;
	struct array all = faults_of(report, least_shown(report, &count));
	size_t shown = all.len < FAULTS_MAX ? all.len : FAULTS_MAX;
	int64_t end_ns = 1;

	for (size_t i = 0; i < shown; i++) {
		const struct timed *timed = array_at(&all, struct timed, i);

		fprintf(out->stream,
			"%s[%" PRId64 ",%" PRIu64 ",%zu,%" PRIu64 "]",
			i ? "," : "", timed->fault->t_ns, timed->fault->len_ns,
			timed->file, timed->fault->offset);
	}
	for (size_t i = 0; i < report->model->processes.len; i++) {
		if (report_process(report, i)->last_ns > end_ns)
			end_ns = report_process(report, i)->last_ns;
	}
	fprintf(out->stream, "],\"faults_left_out\":%zu,\"end_ns\":%" PRId64,
		count - shown, end_ns);
	array_release(&all);
}

struct stacks {
	const struct report *report;
	const struct out *out;
	bool has_one;
};

static void put_stack(void *context, const struct folded *folded)
{
	struct stacks *stacks = context;
	struct array names = folded_names(stacks->report, folded);
	json_t *list = json_array();
	json_t *one = json_object();

	for (size_t i = 0; i < names.len; i++) {
		/* By way of an object: what is no UTF-8 is escaped there. */
		json_put_text(one, "name",
			      array_at(&names, struct folded_name, i)->name);
		json_array_append(list, json_object_get(one, "name"));
	}
	fprintf(stacks->out->stream, "%s[", comma(&stacks->has_one));
	render_json_value(list, stacks->out);
	fprintf(stacks->out->stream, ",%" PRIu64 "]", folded->ns);
	json_decref(list);
	json_decref(one);
	array_release(&names);
}

void html_data(const struct report *report, const struct out *out)
{
	struct stacks stacks = { .report = report, .out = out };

	fputs("{\"loops\":[", out->stream);
	put_loops(report, out);
	fputs("],\"faults\":[", out->stream);
	put_faults(report, out);
	fputs(",\"stacks\":[", out->stream);
	folded_each(report, put_stack, &stacks);
	fputs("]}", out->stream);
}
