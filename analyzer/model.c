#include "model.h"
#include "code_modules.h"
#include "stack_join.h"
#include "unended.h"

#include <stdlib.h>

void model_init(struct model *model)
{
	model->processes = ARRAY_OF(struct process);
}

struct process *model_add(struct model *model)
{
	struct process *process = array_push(&model->processes);

	process->threads = ARRAY_OF(struct thread);
	process->loops = ARRAY_OF(struct loop);
	process->files = ARRAY_OF(struct file);
	process->maps = ARRAY_OF(struct map);
	process->codes = ARRAY_OF(struct code);
	process->calls = ARRAY_OF(struct call);
	process->modules = ARRAY_OF(struct module);
	process->stacks = ARRAY_OF(struct stack);
	process->frames = ARRAY_OF(struct frame);
	process->samples = ARRAY_OF(struct stack_sample);
	process->sleeps = ARRAY_OF(struct stack_sample);
	process->faults = ARRAY_OF(struct fault);
	process->iterations = ARRAY_OF(struct iteration);
	process->tasks = ARRAY_OF(struct task);
	process->arrivals = ARRAY_OF(struct arrival);
	process->limits = ARRAY_OF(struct limit);
	return process;
}

static void release_strings(struct process *process)
{
	for (size_t i = 0; i < process->threads.len; i++) {
		struct thread *thread = array_at(&process->threads,
						 struct thread, i);

		free(thread->name);
	}
	for (size_t i = 0; i < process->loops.len; i++) {
		free(array_at(&process->loops, struct loop, i)->wait);
		free(array_at(&process->loops, struct loop, i)->bucket);
	}
	for (size_t i = 0; i < process->calls.len; i++) {
		free(array_at(&process->calls, struct call, i)->function);
		free(array_at(&process->calls, struct call, i)->argument);
	}
	for (size_t i = 0; i < process->files.len; i++)
		free(array_at(&process->files, struct file, i)->path);
	for (size_t i = 0; i < process->modules.len; i++) {
		free(array_at(&process->modules, struct module, i)->path);
		free(array_at(&process->modules, struct module, i)->build_id);
	}
	for (size_t i = 0; i < process->tasks.len; i++)
		free(array_at(&process->tasks, struct task, i)->name);
	for (size_t i = 0; i < process->limits.len; i++) {
		free(array_at(&process->limits, struct limit, i)->subject);
		free(array_at(&process->limits, struct limit, i)->why);
	}
	free(process->log);
	free(process->program);
	free(process->run);
	free(process->end);
}

static void process_release(struct process *process)
{
	release_strings(process);
	array_release(&process->threads);
	array_release(&process->loops);
	array_release(&process->files);
	array_release(&process->maps);
	array_release(&process->codes);
	array_release(&process->calls);
	array_release(&process->modules);
	array_release(&process->stacks);
	array_release(&process->frames);
	array_release(&process->samples);
	array_release(&process->sleeps);
	array_release(&process->faults);
	array_release(&process->iterations);
	array_release(&process->tasks);
	array_release(&process->arrivals);
	array_release(&process->limits);
}

void model_release(struct model *model)
{
	for (size_t i = 0; i < model->processes.len; i++)
		process_release(array_at(&model->processes, struct process, i));
	array_release(&model->processes);
}

static int by_thread_and_time(const void *left, const void *right)
{
	const struct fault *a = left, *b = right;

	if (a->thread != b->thread)
		return a->thread < b->thread ? -1 : 1;
	if (a->t_ns != b->t_ns)
		return a->t_ns < b->t_ns ? -1 : 1;
	/* What was written while it lasted comes before how it ended. */
	if ((a->flags & FAULT_OPEN) != (b->flags & FAULT_OPEN))
		return a->flags & FAULT_OPEN ? -1 : 1;
	return (a->len_ns > b->len_ns) - (a->len_ns < b->len_ns);
}

static int by_loop_and_time(const void *left, const void *right)
{
	const struct iteration *a = left, *b = right;

	if (a->loop != b->loop)
		return a->loop < b->loop ? -1 : 1;
	return (a->t_ns > b->t_ns) - (a->t_ns < b->t_ns);
}

/* Of two that begin together the longer one is outside. */
static int task_by_thread_and_time(const void *left, const void *right)
{
	const struct task *a = left, *b = right;

	if (a->thread != b->thread)
		return a->thread < b->thread ? -1 : 1;
	if (a->t_ns != b->t_ns)
		return a->t_ns < b->t_ns ? -1 : 1;
	return (a->len_ns < b->len_ns) - (a->len_ns > b->len_ns);
}

/* Keeps the last word on each fault that was written while it lasted. */
static void forget_open_ones(struct array *faults)
{
	struct fault *fault = faults->data;
	size_t kept = 0;

	for (size_t i = 0; i < faults->len; i++) {
		bool is_said_again = i + 1 < faults->len &&
				     (fault[i].flags & FAULT_OPEN) &&
				     fault[i].thread == fault[i + 1].thread &&
				     fault[i].t_ns == fault[i + 1].t_ns;

		if (!is_said_again)
			fault[kept++] = fault[i];
	}
	faults->len = kept;
}

/* A process that was killed in an iteration was not on its way out. */
static void mark_stuck(struct process *process)
{
	for (size_t i = 0; !process->end && i < process->iterations.len; i++) {
		struct iteration *iteration = array_at(&process->iterations,
						       struct iteration, i);

		iteration->is_stuck = iteration->is_open;
	}
}

static int sleep_by_thread_and_time(const void *left, const void *right)
{
	const struct stack_sample *a = left, *b = right;

	if (a->thread != b->thread)
		return a->thread < b->thread ? -1 : 1;
	return (a->t_ns > b->t_ns) - (a->t_ns < b->t_ns);
}

void model_sort(struct model *model)
{
	for (size_t i = 0; i < model->processes.len; i++) {
		struct process *process = array_at(&model->processes,
						   struct process, i);

		array_sort(&process->faults, by_thread_and_time);
		forget_open_ones(&process->faults);
		stack_join(process);
		code_modules_find(process);
		array_sort(&process->iterations, by_loop_and_time);
		array_sort(&process->tasks, task_by_thread_and_time);
		array_sort(&process->sleeps, sleep_by_thread_and_time);
		mark_stuck(process);
		unended_add(process);
	}
}

const struct file *fault_file(const struct process *process,
			      const struct fault *fault)
{
	if (!fault->map)
		return NULL;
	return file_of(process, map_of(process, fault->map)->file);
}

bool fault_is_on_file(const struct process *process, const struct fault *fault)
{
	const struct file *file = fault_file(process, fault);

	return file && file->kind == MEMORY_FILE;
}

/* The longest instruction of x86-64. */
#define INSTRUCTION_BYTES 15

bool fault_is_execution(const struct process *process,
			const struct fault *fault)
{
	const struct code *code;
	uint64_t ip_offset;

	if (fault->flags & (FAULT_CALL | FAULT_KERNEL) || !fault->code ||
	    !fault->map)
		return false;
	code = array_at(&process->codes, struct code, fault->code - 1);
	if (code->map != fault->map)
		return false;
	ip_offset = code->ip - map_of(process, code->map)->start +
		    map_of(process, code->map)->offset;
	return fault->offset - ip_offset < INSTRUCTION_BYTES;
}

bool fault_is_swap_in(const struct process *process, const struct fault *fault)
{
	const struct file *file = fault_file(process, fault);

	return fault->flags & FAULT_MAJOR && file &&
	       file->kind != MEMORY_FILE && file->kind != MEMORY_SPECIAL;
}
