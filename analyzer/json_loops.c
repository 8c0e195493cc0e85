/* Programs, loops and their stalls, as JSON. */
#include <stdlib.h>

#include "json_parts.h"
#include "programs.h"
#include "stall_files.h"
#include "words.h"
#include "words_file.h"

static json_t *json_quantiles(const struct quantiles *quantiles)
{
	json_t *object = json_object();

	json_put(object, "count", quantiles->count);
	json_put(object, "p50_ns", quantiles->p50_ns);
	json_put(object, "p99_ns", quantiles->p99_ns);
	json_put(object, "p999_ns", quantiles->p999_ns);
	json_put(object, "max_ns", quantiles->max_ns);
	return object;
}

static json_t *json_stall_parts(const struct parts *parts)
{
	static const char *const keys[PART_COUNT] = {
#define PART_KEY(name, key, words) [name] = (key),
		PARTS(PART_KEY)
#undef PART_KEY
	};
	json_t *object = json_object();

	for (unsigned i = 0; i < PART_COUNT; i++)
		json_put(object, keys[i], parts->ns[i]);
	return object;
}

/* What a loop, and the loops of a program, have in common. */
static void put_times(json_t *object, const struct loop_row *row)
{
	json_put_flag(object, "is_sampled",
		      thread_is_sampled(row->process, row->thread));
	json_put(object, "busy_ns", row->busy_ns);
	json_put(object, "files_ns", row->file_ns);
	json_put_value(object, "iterations", json_quantiles(&row->busy));
	json_put_value(object, "without_files", json_quantiles(&row->without));
	json_put(object, "stalls", row->stalls);
	json_put(object, "stalls_without_files", row->stalls_without);
	json_put(object, "stalled_ns", row->stall_ns);
	json_put(object, "worst_ns", row->worst_ns);
	json_put_value(object, "stall_parts",
		       json_stall_parts(&row->stall_parts));
	json_put(object, "queued_events", row->queued.events);
	json_put(object, "queued_event_ns", row->queued.event_ns);
}

json_t *json_programs(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->programs.len; i++) {
		const struct program_row *row = array_at(&report->programs,
							 struct program_row, i);
		json_t *one = json_object();

		json_put_text(one, "program", row->program);
		json_put(one, "processes", row->logs);
		json_put(one, "loops", row->loops);
		put_times(one, &row->sum);
		json_array_append_new(all, one);
	}
	return all;
}

static void put_loop(json_t *object, const struct process *process,
		     const struct loop *loop, const struct thread *thread)
{
	json_put_text(object, "program", process->program);
	json_put(object, "pid", (uint64_t)process->pid);
	json_put(object, "loop", loop_id(process, loop));
	json_put_text(object, "thread", thread->name);
	json_put(object, "tid", (uint64_t)thread->tid);
}

/* As the text form draws it, in so many parts. */
#define STRIP_CELLS 60

static json_t *json_strip(const struct loop_row *row)
{
	uint64_t cells[STRIP_CELLS] = { 0 };
	json_t *all = json_array();

	loop_longest(row, cells, STRIP_CELLS);
	for (size_t i = 0; i < STRIP_CELLS; i++)
		json_array_append_new(all, json_integer((json_int_t)cells[i]));
	return all;
}

json_t *json_loops(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);
		json_t *one = json_object();

		put_loop(one, row->process, row->loop, row->thread);
		json_put_words(one, "name", words_loop_wait(row));
		json_put_text(one, "wait", row->loop->wait);
		put_times(one, row);
		json_put_value(one, "longest_by_time_ns", json_strip(row));
		json_array_append_new(all, one);
	}
	return all;
}

/* What the kernel counted in ITERATION, where nothing was sampled. */
static json_t *json_counted(const struct iteration *iteration)
{
	json_t *object = json_object();

	json_put(object, "minor", iteration->minor);
	json_put(object, "major", iteration->major);
	json_put(object, "sleeps", iteration->slept);
	json_put_flag(object, "is_suspected", report_is_suspected(iteration));
	return object;
}

/* What a stall was blocked on. */
static json_t *json_stall_files(const struct report *report,
				const struct stall *stall)
{
	struct array files = stall_files(report, stall);
	json_t *all = json_array();

	for (size_t i = 0; i < files.len; i++) {
		const struct stall_file *file = array_at(&files,
							 struct stall_file, i);
		json_t *one = json_object();

		json_put_text(
			one, "name",
			words_file_name(array_at(&report->files,
						 struct file_row, file->row)));
		json_put(one, "blocked_ns", file->ns);
		json_put(one, "faults", file->faults);
		json_array_append_new(all, one);
	}
	array_release(&files);
	return all;
}

static json_t *json_stall(const struct report *report,
			  const struct stall *stall)
{
	const struct iteration *iteration = stall->iteration;
	json_t *one = json_object();

	put_loop(one, stall->process, stall->loop, stall->thread);
	json_put(one, "iteration", iteration->number);
	json_put(one, "at_ns", (uint64_t)iteration->t_ns);
	json_put(one, "length_ns", report_stall_ns(iteration, stall->joined));
	json_put_value(one, "parts", json_stall_parts(&stall->parts));
	json_put(one, "faults", stall->joined->faults);
	json_put_value(one, "files", json_stall_files(report, stall));
	json_put(one, "ready", iteration->ready);
	if (iteration->has_after)
		json_put(one, "queued_events", queued_behind(iteration));
	if (!thread_is_sampled(stall->process, stall->thread))
		json_put_value(one, "counted", json_counted(iteration));
	if (stall->task)
		json_put_text(one, "task", stall->task->name);
	if (stall->longest)
		json_put_value(
			one, "longest",
			json_fault(report, stall->process, stall->longest));
	return one;
}

json_t *json_stalls(const struct report *report, size_t most)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->stalls.len && i < most; i++)
		json_array_append_new(
			all, json_stall(report, array_at(&report->stalls,
							 struct stall, i)));
	return all;
}

/* Where the loop slept. */
static json_t *json_sleep(const struct report *report,
			  const struct indirect *row)
{
	json_t *object = json_object();

	json_put(object, "at_ns", (uint64_t)row->sleep->t_ns);
	json_put_flag(object, "is_in_this_stall", row->is_sleep_own);
	json_put_stack(object, report, row->stall->process,
		       &(struct fault){ .thread = row->sleep->thread,
					.stack = row->sleep->stack });
	return object;
}

json_t *json_indirect(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->indirect.len; i++) {
		const struct indirect *row = array_at(&report->indirect,
						      struct indirect, i);
		json_t *one = json_object();

		json_put_value(one, "stall", json_stall(report, row->stall));
		json_put(one, "asleep_ns", row->asleep_ns);
		json_put(one, "overlap_ns", row->overlap_ns);
		if (row->fault) {
			json_put_text(one, "thread", row->thread->name);
			json_put(one, "tid", (uint64_t)row->thread->tid);
			json_put_value(one, "fault",
				       json_fault(report, row->stall->process,
						  row->fault));
		}
		if (row->sleep && report->options.namer)
			json_put_value(one, "sleep", json_sleep(report, row));
		json_array_append_new(all, one);
	}
	return all;
}
