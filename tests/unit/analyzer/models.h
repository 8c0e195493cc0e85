/*
 * Models for the tests of the analyses: built piece by piece, with times in
 * milliseconds.
 */
#ifndef MMSTALL_UNIT_MODELS_H
#define MMSTALL_UNIT_MODELS_H

#include <string.h>

#include "analyzer/report.h"

#define MS INT64_C(1000000)

/* A process of one thread, one mapped file (map 1) and one heap (map 2). */
static inline struct process *given_process(struct model *model)
{
	struct process *process = model_add(model);
	struct thread *thread = array_push(&process->threads);
	struct file *file = array_push(&process->files);
	struct file *heap = array_push(&process->files);

	process->log = must_copy("log");
	process->program = must_copy("server");
	process->run = must_copy("");
	process->end = must_copy("exit");
	process->page_bytes = 4096;
	process->is_sampled = process->has_kernel_faults = true;
	thread->name = must_copy("main");
	thread->counts.is_known = true;
	file->path = must_copy("/srv/data");
	*heap = (struct file){ .kind = MEMORY_HEAP,
			       .path = must_copy("[heap]") };
	*(struct map *)array_push(&process->maps) = (struct map){ .file = 1 };
	*(struct map *)array_push(&process->maps) = (struct map){ .file = 2 };
	return process;
}

static inline void given_thread(struct process *process, const char *name)
{
	struct thread *thread = array_push(&process->threads);

	thread->name = must_copy(name);
	thread->counts.is_known = true;
}

/* Another mapped file, as a new map; its id. */
static inline uint32_t given_file(struct process *process, const char *path)
{
	struct file *file = array_push(&process->files);
	struct map *map = array_push(&process->maps);

	file->path = must_copy(path);
	map->file = (uint32_t)process->files.len;
	return (uint32_t)process->maps.len;
}

static inline uint32_t given_loop(struct process *process, uint32_t thread)
{
	struct loop *loop = array_push(&process->loops);

	loop->thread = thread;
	loop->wait = must_copy("epoll_wait");
	loop->epoll_fd = 5;
	return (uint32_t)process->loops.len;
}

/* A fault of THREAD on MAP; the caller may add to it until the next one. */
static inline struct fault *given_fault(struct process *process,
					uint32_t thread, uint32_t map,
					int64_t at_ms, int64_t len_ms)
{
	struct fault *fault = array_push(&process->faults);

	*fault = (struct fault){ .thread = thread,
				 .map = map,
				 .t_ns = at_ms * MS,
				 .len_ns = (uint64_t)(len_ms * MS) };
	return fault;
}

static inline struct iteration *given_iteration(struct process *process,
						uint32_t loop, int64_t at_ms,
						int64_t len_ms)
{
	struct iteration *iteration = array_push(&process->iterations);

	*iteration = (struct iteration){ .loop = loop,
					 .number = process->iterations.len,
					 .t_ns = at_ms * MS,
					 .len_ns = (uint64_t)(len_ms * MS) };
	return iteration;
}

/* The report of MODEL with a threshold of 10 ms. */
static inline struct report report_of(struct model *model)
{
	struct report report;

	model_sort(model);
	report_make(&report, model,
		    (struct report_options){
			    .threshold_ns = (uint64_t)(10 * MS), .top = 5 });
	return report;
}

#endif
