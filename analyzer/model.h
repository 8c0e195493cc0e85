/*
 * What logs say, as arrays of plain structs: one process for each log. Ids of
 * the log are indexes plus one; 0 is "none". Times are nanoseconds since the
 * process's start_ns. Nothing here is derived: that is for the analyses.
 */
#ifndef MMSTALL_MODEL_H
#define MMSTALL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/array.h"
#include "preload/log_format.h"

enum memory {
	MEMORY_FILE,
	MEMORY_ANONYMOUS,
	MEMORY_HEAP,
	MEMORY_STACK,
	MEMORY_SPECIAL,
	MEMORY_KINDS,
};

struct counts {
	bool is_there; /* a counts record was read */
	bool is_known; /* … and the kernel's counts are in it */
	uint64_t minor, major, before_minor, before_major;
	uint64_t sampled_minor, sampled_major;
	uint64_t lost, paused, unpaired, failed;
	uint64_t blocking, blocking_ns, fault_ns;
};

struct thread {
	char *name;
	int64_t tid;
	struct counts counts;
	uint64_t lost; /* sum of its lost records */
	uint32_t pauses;
	bool is_main;
	bool is_unsampled;
};

struct loop {
	uint32_t thread;
	char *wait;                     /* "epoll_wait"; "": unended.h */
	int64_t epoll_fd;               /* -1: a poll or select */
	uint64_t count, sum_ns, max_ns; /* of the histogram */
	uint64_t *bucket;      /* LOG_HIST_BUCKETS of them; NULL: no record */
	size_t open_iteration; /* index + 1 of one not yet seen to end */
	size_t last_iteration; /* index + 1 of the one read last */
	uint32_t wait_stack;   /* of its wait call; 0: not known */
	bool is_left_out;      /* filter.h */
};

struct file {
	enum memory kind;
	char *path;         /* "" when not known; NULL: no record has this id */
	bool has_readahead; /* the log says it: */
	uint64_t readahead_bytes; /* of its device, at most; 0: none */
};

struct map {
	uint32_t file;
	uint64_t start, len, offset;
	char prot[4];
	bool is_shared;
	uint32_t owner_stack; /* of the call that made it; 0: not known */
};

struct code {
	uint64_t ip;
	uint32_t map;
	uint32_t module; /* 0: none known */
};

/* An ELF file as it was loaded. */
struct module {
	char *path;
	char *build_id; /* hexadecimal; "" when it has none */
	uint64_t start, len, bias;
	int64_t from_ns, to_ns; /* loaded in between; to: INT64_MAX */
	bool is_by_offset;      /* code_modules.h */
};

struct frame {
	uint32_t module;  /* 0: none, the address is the process's own */
	bool is_exact;    /* the very instruction; else a return address */
	uint64_t address; /* as the module's file has it */
};

enum stack_end {
	STACK_COMPLETE,
	STACK_CUT,  /* deeper than what was sampled */
	STACK_LOST, /* no unwind information */
	STACK_DEEP, /* more frames than a record holds */
};

struct stack {
	size_t first; /* of process->frames, the innermost */
	uint32_t len;
	enum stack_end end;
};

/* A stack that no logged fault has as its own. */
struct stack_sample {
	int64_t t_ns;
	uint32_t thread, stack, code;
};

enum fault_flag {
	FAULT_MAJOR = 1,
	FAULT_KERNEL = 2,
	FAULT_CUT = 4,  /* began before sampling did: d is the least */
	FAULT_OPEN = 8, /* had not ended: d is so far */
	FAULT_RESTARTED = 16,
	FAULT_JOINED = 64, /* its stack is that of another, near in time */
	FAULT_CALL = 32, /* no fault, but a call on the mapping that blocked as
			  * one does; its `code` is the id of a call */
};

struct fault {
	int64_t t_ns;
	uint64_t len_ns;
	uint64_t asleep_ns; /* of len_ns; 0 too where switches are not known */
	uint64_t offset;    /* in the file or map; the address without a map */
	uint32_t thread, map, code;
	uint32_t stack; /* 0: none */
	uint32_t flags; /* enum fault_flag */
};

/* A call on a mapping: "msync", "sync". One that blocked is a fault as well;
 * others are there for the advice that they gave. */
struct call {
	char *function, *argument; /* argument: "" when there is none to say */
	int64_t t_ns;
	uint64_t len_ns;
	uint64_t offset, len; /* as of a fault; of so many bytes */
	uint32_t map;
};

struct iteration {
	int64_t t_ns;
	uint64_t len_ns;
	uint64_t number;
	uint32_t loop;
	uint32_t ready;
	uint32_t after_ready; /* events that the next wait returned … */
	uint64_t after_ns;    /* … after so long */
	bool has_after;
	bool is_open;          /* had not ended */
	bool is_stuck;         /* … when the process was killed */
	uint32_t nested;       /* waits of other identities in it */
	uint32_t minor, major; /* the kernel's counts, where nothing is
				* sampled */
	uint32_t slept;        /* times that its thread went to sleep */
	uint64_t nested_ns;    /* in those waits */
	uint64_t parked_ns;    /* asleep for other threads */
	/* Of all of it; 0 where the process has no switches. */
	uint64_t ran_ns, preempted_ns, asleep_ns;
};

/* Pages of a mapping that came into memory, where nothing is sampled. */
struct arrival {
	int64_t t_ns;
	uint64_t len_ns;
	uint64_t pages;
	uint32_t map;
};

/* What a thread was doing, as the program says. */
struct task {
	int64_t t_ns;
	uint64_t len_ns;
	uint32_t thread;
	char *name;
};

struct limit {
	char *subject, *why;
	uint32_t thread;
	uint64_t count;
};

struct process {
	char *log; /* path of the log */
	int64_t pid;
	char *program, *run;
	uint64_t start_ns, wall_ns;
	uint64_t min_iteration_ns, min_fault_ns, page_bytes;
	bool is_sampled, has_kernel_faults;
	bool has_switches; /* sleeping and running are told apart */

	struct array threads, loops, files, maps, codes, calls; /* by id - 1 */
	struct array modules, stacks;                           /* as well */
	struct array frames;  /* of the stacks */
	struct array samples; /* struct stack_sample */
	struct array sleeps;  /* the same, of loops asleep; code 0 */
	struct array faults, iterations, tasks, arrivals, limits;

	char *end;        /* how it ended; NULL: no trailer */
	int64_t last_ns;  /* the latest time of any record */
	uint64_t dropped; /* records that the writer had to drop */
	uint64_t skipped; /* records of kinds this reader does not know */
	bool is_cut;      /* the last line had no end */
};

struct model {
	struct array processes; /* struct process */
};

void model_init(struct model *model);
void model_release(struct model *model);

/* A new process; what it points to belongs to the model. */
struct process *model_add(struct model *model);

/* After reading: sorts faults by thread and time, iterations by loop and time,
 * which the analyses rest on, and keeps one of each fault. */
void model_sort(struct model *model);

static inline struct thread *thread_of(const struct process *process,
				       uint32_t id)
{
	return array_at(&process->threads, struct thread, id - 1);
}

/* The faults of THREAD were sampled, at least from some time on. */
static inline bool thread_is_sampled(const struct process *process,
				     const struct thread *thread)
{
	return process->is_sampled && !thread->is_unsampled;
}

static inline struct loop *loop_of(const struct process *process, uint32_t id)
{
	return array_at(&process->loops, struct loop, id - 1);
}

static inline uint32_t loop_id(const struct process *process,
			       const struct loop *loop)
{
	return (uint32_t)(loop - (struct loop *)process->loops.data) + 1;
}

static inline struct map *map_of(const struct process *process, uint32_t id)
{
	return array_at(&process->maps, struct map, id - 1);
}

static inline struct file *file_of(const struct process *process, uint32_t id)
{
	return array_at(&process->files, struct file, id - 1);
}

/* The id of the file that FAULT was on; 0: its mapping is not known. */
static inline uint32_t fault_file_id(const struct process *process,
				     const struct fault *fault)
{
	return fault->map ? map_of(process, fault->map)->file : 0;
}

static inline struct module *module_of(const struct process *process,
				       uint32_t id)
{
	return array_at(&process->modules, struct module, id - 1);
}

static inline struct stack *stack_of(const struct process *process, uint32_t id)
{
	return array_at(&process->stacks, struct stack, id - 1);
}

/* Frame INDEX of STACK, 0 the innermost. */
static inline const struct frame *frame_of(const struct process *process,
					   const struct stack *stack,
					   uint32_t index)
{
	return array_at(&process->frames, struct frame, stack->first + index);
}

/* The file that FAULT was on, or NULL when its mapping is not known. */
const struct file *fault_file(const struct process *process,
			      const struct fault *fault);

/* The thread had to wait for its own code: FAULT was on the instruction that
 * took it (which may reach into the next page). */
bool fault_is_execution(const struct process *process,
			const struct fault *fault);

/* Memory without a file came back from swap: the kernel counts only that as a
 * major fault there. */
bool fault_is_swap_in(const struct process *process, const struct fault *fault);

/* FAULT was on a mapped file (not on memory that has none). */
bool fault_is_on_file(const struct process *process, const struct fault *fault);

#endif
