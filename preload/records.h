/*
 * One function for each kind of record (log_format.h, docs/log-format.md):
 * facts in, a line in the log out. Times come in as CLOCK_MONOTONIC and are
 * written relative to the header's start_ns. Collector thread only.
 */
#ifndef MMSTALL_RECORDS_H
#define MMSTALL_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "host_thread.h"
#include "log_writer.h"
#include "mappings.h"
#include "pairing.h"
#include "proc.h"
#include "stack_mode.h"

struct recorder {
	struct log_writer log;
	uint64_t start_ns;
	char line[LOG_LINE_MAX];
};

struct header_facts {
	int pid, ppid;
	const char *program;
	const char *exe;
	const char *run_id; /* "" without `mmstall run` */
	uint64_t wall_ns;
	unsigned cpus;
	uint64_t min_iteration_ns;
	uint64_t min_fault_ns;
	bool is_sampling;
	bool has_kernel_faults;
	bool has_switches;
	enum stack_mode stacks;
};

void record_header(struct recorder *recorder, const struct header_facts *facts);

/* THREAD and COUNT: 0 leaves them out. */
void record_limit(struct recorder *recorder, const char *subject,
		  uint32_t thread, uint64_t count, const char *why);

/* THREAD is sampled after all: its limit record does not hold any more. */
void record_lifted(struct recorder *recorder, uint32_t thread);

void record_thread(struct recorder *recorder, uint32_t id, uint64_t t_ns,
		   int tid, const char *name, enum host_thread_origin origin);

void record_loop(struct recorder *recorder, uint32_t id, uint32_t thread,
		 uint64_t t_ns, enum wait_kind kind, uint64_t identity);

/* READAHEAD_BYTES of its device; negative: not known. */
void record_file(struct recorder *recorder, const struct mapped_file *file,
		 int64_t readahead_bytes);

/* MAPPING has its log_id. */
void record_map(struct recorder *recorder, const struct mapping *mapping);

/* PAGES of the first OF of MAP came into memory between SINCE and T. */
void record_resident(struct recorder *recorder, uint32_t map, uint64_t since_ns,
		     uint64_t t_ns, uint64_t pages, uint64_t of);

/* MAP: id of the map record that holds IP, 0: none known. */
void record_code(struct recorder *recorder, uint32_t id, uint64_t ip,
		 uint32_t map);

/* MAPPING: where the fault's address lies, or NULL; CODE 0: not known. */
void record_fault(struct recorder *recorder, uint32_t thread,
		  const struct fault *fault, const struct mapping *mapping,
		  uint32_t code);

struct call_facts {
	uint32_t thread;
	uint64_t begin_ns, end_ns;
	const char *name, *argument; /* calls.h */
	uint64_t start, len;
	uint32_t major; /* faults, of a call that read a mapped buffer */
};

/* MAPPING: where the call's range begins, or NULL. */
void record_call(struct recorder *recorder, const struct call_facts *call,
		 const struct mapping *mapping);

struct iteration_facts {
	uint32_t loop;
	uint64_t number;
	uint64_t begin_ns, end_ns;
	int32_t ready;
	uint64_t nested_ns;
	uint32_t nested;
	uint64_t parked_ns;
	struct usage usage;
	bool is_open;
	bool has_switches; /* and so it is known how long the thread was … */
	uint64_t asleep_ns, preempted_ns;
};

void record_iteration(struct recorder *recorder,
		      const struct iteration_facts *iteration);

/* NAME is the program's own. */
void record_task(struct recorder *recorder, uint32_t thread, uint64_t begin_ns,
		 uint64_t end_ns, const char *name);

void record_after(struct recorder *recorder, uint32_t loop, uint64_t number,
		  int32_t ready, uint64_t waited_ns);

struct histogram {
	uint64_t count, sum_ns, max_ns;
	uint64_t bucket[LOG_HIST_BUCKETS];
};

void record_histogram(struct recorder *recorder, uint32_t loop, uint64_t t_ns,
		      const struct histogram *histogram);

struct count_facts {
	const char *name;
	struct proc_faults before, during;
	bool is_known; /* the kernel's counts could be read */
	uint64_t sampled_minor, sampled_major;
	uint64_t lost, paused, unpaired, failed;
	uint64_t blocking, blocking_ns, fault_ns;
	bool has_exited;
};

void record_counts(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   const struct count_facts *counts);

void record_lost(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		 uint64_t samples);

void record_pause(struct recorder *recorder, uint32_t thread, uint64_t t_ns);
/* MINOR faults passed since the pause. */
void record_resume(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   uint64_t minor);

struct module;
struct stack_facts;

void record_module(struct recorder *recorder, const struct module *module,
		   const char *path);
void record_unload(struct recorder *recorder, uint32_t module, uint64_t t_ns);

/* The modules of its frames are in the log. */
void record_stack(struct recorder *recorder, const struct stack_facts *stack);

/* LOOP waits from STACK; MAP was made from it. */
void record_waits(struct recorder *recorder, uint32_t loop, uint32_t stack);
void record_owner(struct recorder *recorder, uint32_t map, uint32_t stack);

/* THREAD had STACK when it faulted at CODE. */
void record_sample(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   uint32_t stack, uint32_t code);

/* THREAD, a loop, slept with STACK in the middle of an iteration. */
void record_sleep(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		  uint32_t stack);

void record_trailer(struct recorder *recorder, const char *how, uint64_t t_ns);

#endif
