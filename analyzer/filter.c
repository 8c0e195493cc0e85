#include "filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out.h"
#include "sentence.h"

bool filter_is_any(const struct filter *filter)
{
	return filter->since_ns || filter->until_ns || filter->thread ||
	       filter->file;
}

bool filter_has_time(const struct filter *filter)
{
	return filter && (filter->since_ns || filter->until_ns);
}

static bool has_time(const struct filter *filter, int64_t t_ns, uint64_t len_ns)
{
	return t_ns + (int64_t)len_ns >= filter->since_ns &&
	       (!filter->until_ns || t_ns <= filter->until_ns);
}

static bool has_thread(const struct filter *filter,
		       const struct process *process, uint32_t id)
{
	const struct thread *thread = thread_of(process, id);
	char tid[32];

	if (!filter->thread)
		return true;
	snprintf(tid, sizeof(tid), "%" PRId64, thread->tid);
	return strcmp(filter->thread, thread->name) == 0 ||
	       strcmp(filter->thread, tid) == 0;
}

static bool has_file(const struct filter *filter, const struct process *process,
		     const struct fault *fault)
{
	const struct file *file = fault_file(process, fault);

	return !filter->file || (file && file->kind == MEMORY_FILE &&
				 strstr(file->path, filter->file));
}

static void take_faults(const struct filter *filter, struct process *process)
{
	size_t kept = 0;

	for (size_t i = 0; i < process->faults.len; i++) {
		struct fault *fault = array_at(&process->faults, struct fault,
					       i);

		if (has_time(filter, fault->t_ns, fault->len_ns) &&
		    has_thread(filter, process, fault->thread) &&
		    has_file(filter, process, fault))
			*array_at(&process->faults, struct fault,
				  kept++) = *fault;
	}
	process->faults.len = kept;
}

static void take_iterations(const struct filter *filter,
			    struct process *process)
{
	size_t kept = 0;

	for (size_t i = 0; i < process->iterations.len; i++) {
		struct iteration *iteration = array_at(&process->iterations,
						       struct iteration, i);
		uint32_t thread = loop_of(process, iteration->loop)->thread;

		if (has_time(filter, iteration->t_ns, iteration->len_ns) &&
		    has_thread(filter, process, thread))
			*array_at(&process->iterations, struct iteration,
				  kept++) = *iteration;
	}
	process->iterations.len = kept;
}

static void take_tasks(const struct filter *filter, struct process *process)
{
	size_t kept = 0;

	for (size_t i = 0; i < process->tasks.len; i++) {
		struct task *task = array_at(&process->tasks, struct task, i);

		if (has_time(filter, task->t_ns, task->len_ns) &&
		    has_thread(filter, process, task->thread))
			*array_at(&process->tasks, struct task, kept++) = *task;
		else
			free(task->name);
	}
	process->tasks.len = kept;
}

static void take_loops(const struct filter *filter, struct process *process)
{
	bool is_part = filter_has_time(filter);

	for (uint32_t id = 1; id <= process->loops.len; id++) {
		struct loop *loop = loop_of(process, id);

		loop->is_left_out = !has_thread(filter, process, loop->thread);
		if (!is_part && !loop->is_left_out)
			continue;
		free(loop->bucket);
		loop->bucket = NULL;
		loop->count = loop->sum_ns = loop->max_ns = 0;
	}
}

/* How many threads an error names. */
#define NAMED 8

static void add_thread(struct sentence *words, const struct thread *thread)
{
	sentence_name(words, thread->name, 20);
	sentence_add(words, " (%" PRId64 ")", thread->tid);
}

/* "main (4711), worker (4712) and 3 more" */
static char *threads_of(const struct model *model)
{
	struct sentence words;
	size_t count = 0;

	sentence_begin(&words);
	for (size_t p = 0; p < model->processes.len; p++) {
		const struct process *process = array_at(&model->processes,
							 struct process, p);

		for (uint32_t id = 1; id <= process->threads.len; id++) {
			if (count++ >= NAMED)
				continue;
			sentence_add(&words, count > 1 ? ", " : "");
			add_thread(&words, thread_of(process, id));
		}
	}
	if (count > NAMED)
		sentence_add(&words, " and %zu more", count - NAMED);
	return sentence_end(&words);
}

static bool has_any_thread(const struct filter *filter,
			   const struct model *model)
{
	for (size_t p = 0; p < model->processes.len; p++) {
		const struct process *process = array_at(&model->processes,
							 struct process, p);

		for (uint32_t id = 1; id <= process->threads.len; id++) {
			if (has_thread(filter, process, id))
				return true;
		}
	}
	return false;
}

bool filter_fits(const struct filter *filter, const struct model *model,
		 struct err *err)
{
	char *name, *all;

	if (!filter->thread || has_any_thread(filter, model))
		return true;
	name = out_shorten(filter->thread, 60);
	all = threads_of(model);
	err_set(err, STATUS_USAGE,
		"--thread %s: no thread has that name or id; there are: %s",
		name, all[0] ? all : "none");
	free(name);
	free(all);
	return false;
}

void filter_apply(const struct filter *filter, struct model *model)
{
	for (size_t i = 0; i < model->processes.len; i++) {
		struct process *process = array_at(&model->processes,
						   struct process, i);

		take_faults(filter, process);
		take_iterations(filter, process);
		take_tasks(filter, process);
		take_loops(filter, process);
	}
}
