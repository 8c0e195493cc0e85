/*
 * What a report says, worked out from the model by pure functions, one file a
 * section. Renderers get this and do no arithmetic of their own.
 */
#ifndef MMSTALL_REPORT_H
#define MMSTALL_REPORT_H

#include "analyzer/advice.h"
#include "analyzer/code_row.h"
#include "analyzer/file_row.h"
#include "analyzer/filter.h"
#include "analyzer/indirect.h"
#include "analyzer/join.h"
#include "analyzer/model.h"
#include "analyzer/parts.h"
#include "analyzer/place_cache.h"
#include "analyzer/quantiles.h"
#include "analyzer/queued.h"

struct report_options {
	uint64_t threshold_ns;       /* an iteration this long is a stall */
	size_t top;                  /* rows of a section at most */
	struct namer *namer;         /* NULL: code is not looked at */
	const struct filter *filter; /* that was applied; NULL: none */
};

/* How far to trust the report (coverage.c). */
struct coverage {
	uint64_t threads, unsampled_threads;
	uint64_t kernel_minor, kernel_major;   /* counted by the kernel … */
	uint64_t sampled_minor, sampled_major; /* … and sampled, of these */
	uint64_t before; /* counted before sampling began */
	uint64_t lost;   /* samples dropped in full rings */
	uint64_t paused; /* faults that passed in pauses */
	uint64_t pauses;
	uint64_t unpaired;          /* ends without a begin */
	uint64_t unseen;            /* counted, not sampled, not in pauses */
	uint64_t uncounted_threads; /* without the kernel's counts */
	/* Blocking faults by the kernel's label, on files only. */
	uint64_t minor_count, minor_ns, major_count, major_ns;
	uint64_t call_count, call_ns; /* blocking calls on mapped files */
	uint64_t cut, open;           /* faults known in part only */
	uint64_t dropped, skipped;
	uint64_t logs, sampled_logs, cut_logs, killed_logs;
	bool has_kernel_faults; /* in every log */
	bool is_whole;          /* nothing above limits what follows */
};

/* What the logs could not show (limits.c). */
struct limit_row {
	const char *subject, *why;
	uint64_t count;
	uint64_t logs, threads;      /* how many it holds for; 0 threads: all */
	const struct thread *thread; /* the first of them */
	const struct process *last_process;
};

struct loop_row {
	const struct process *process;
	const struct loop *loop;
	const struct thread *thread;
	struct quantiles busy;    /* of all iterations */
	struct quantiles without; /* the same if faults on files cost nothing */
	uint64_t busy_ns;         /* all iterations together */
	uint64_t file_ns;         /* of it in blocking faults on files */
	uint64_t stalls, stall_ns, stall_file_ns, stall_other_ns;
	uint64_t stalls_without; /* stalls left without those faults */
	uint64_t worst_ns;       /* the longest stall */
	struct parts stall_parts;
	struct queued queued; /* behind the stalls */
	size_t first, end;    /* its iterations, among the process's */
	/* Where another loop has the same name (loop_names.c). */
	const char *log; /* of another process: its log; or NULL */
	uint32_t number; /* of the same thread: its id; or 0 */
};

struct stall {
	const struct process *process;
	const struct loop *loop;
	const struct thread *thread;
	const struct iteration *iteration;
	const struct joined *joined;
	struct parts parts;
	uint64_t rest_ns; /* neither in blocking faults on files nor others */
	const struct fault *longest; /* on a file if there is one; or NULL */
	const struct task *task;     /* the program was in; or NULL */
};

/* Without sampling: a file that came into memory (arrivals.c). */
struct arrival_row {
	const char *path;
	uint64_t bytes;
	uint64_t stalled_bytes; /* of it, about when a loop stalled */
};

/* What the verdict rests on (verdict.c); its words are the renderer's. */
enum verdict {
	VERDICT_NOT_SAMPLED, /* faults could not be sampled */
	VERDICT_NO_LOOP,
	VERDICT_NO_STALL,
	VERDICT_STALLED_BY_FILES,
	VERDICT_STALLED_INDIRECTLY, /* suspected: through another thread */
	VERDICT_STALLED_PARTLY, /* files have a share, but the smaller one */
	VERDICT_STALLED_OTHERWISE,
};

struct report {
	struct report_options options;
	const struct model *model;
	struct join *joins; /* one a process */
	size_t **file_rows; /* … and by file id the index in `files`; 0: no
			     * mapping known */
	bool **is_refault;  /* … by fault: on a page that was there before */
	struct place_cache *places; /* one a process, if there is a namer */
	struct coverage coverage;
	struct array limits;     /* struct limit_row */
	struct array loops;      /* struct loop_row, worst first */
	struct array programs;   /* struct program_row (programs.h) */
	struct array processes;  /* const struct process *, those with the
				  * worst loops first */
	size_t looped_processes; /* how many of them have a loop */
	struct array stalls;     /* struct stall, longest first */
	struct array files;      /* struct file_row, most blocked time first */
	struct array indirect;   /* struct indirect, most overlap first */
	struct array advice;     /* struct advice, best first */
	struct array uses;       /* struct file_use */
	struct array file_calls; /* struct file_call */
	struct array callbacks;  /* struct code_row, most blocked first */
	struct array functions;  /* the same by faulting function */
	struct stack_cover stack_cover;
	struct array arrivals; /* struct arrival_row, most in stalls first */
	enum verdict verdict;
	/* Sums over all loops, and the loop and file that matter most. */
	uint64_t iterations, loop_file_ns;
	uint64_t stall_count, stall_ns, stall_file_ns, stall_other_ns;
	uint64_t worst_stall_ns, stalled_loops, stalls_without;
	/* At most so many more took as long, and are in histograms only; which
	 * iterations shorter than histogram_ns are (0: there is none). */
	uint64_t unlogged_stalls, histogram_ns;
	struct parts stall_parts;
	struct queued queued;
	/* Where nothing is sampled: stalls in which the thread had faults and
	 * slept. */
	uint64_t suspected_count, suspected_ns;
	uint64_t indirect_ns; /* overlaps of all suspected indirect stalls */
	const struct loop_row *worst_loop;
	const struct file_row *worst_file; /* NULL: no file blocked anything */
	const struct file_row *worst_indirect_file;
	const struct file_row *worst_loop_file; /* the same within loops */
};

/* MODEL (sorted) outlives the report. */
void report_make(struct report *report, const struct model *model,
		 struct report_options options);
void report_release(struct report *report);

/*
 * How long the iterations of ROW that are logged one by one took, in BUSY, and
 * had they not been blocked on files, in WITHOUT; returns how many, at most
 * row->end - row->first.
 */
size_t loop_lengths(const struct report *report, const struct loop_row *row,
		    uint64_t *busy, uint64_t *without);

/*
 * How long the longest iteration of ROW that is logged one by one was at each
 * of LEN equal parts of its recording, in CELLS, which are zero before.
 */
void loop_longest(const struct loop_row *row, uint64_t *cells, size_t len);

/* One section each; called by report_make in this order. */
void report_coverage(struct report *report);
void report_limits(struct report *report);
void report_loops(struct report *report);
void report_stalls(struct report *report);
void report_indirect(struct report *report);
void report_files(struct report *report);
void report_patterns(struct report *report);
void report_uses(struct report *report);
void report_spread(struct report *report);
void report_arrivals(struct report *report);
void report_code(struct report *report);
void report_owners(struct report *report);
void report_verdict(struct report *report);

/*
 * How long ITERATION was as a stall. One that had not ended when the process
 * did is the program's way out: only its faults count; unless the process was
 * killed in it.
 */
uint64_t report_stall_ns(const struct iteration *iteration,
			 const struct joined *joined);

/* Faults and more sleeps than waits: what a wait for a mapped file looks like
 * where nothing is sampled. A blocking read has no fault. */
bool report_is_suspected(const struct iteration *iteration);

/* Where in the code FAULT of PROCESS happened. */
struct place report_place(const struct report *report,
			  const struct process *process,
			  const struct fault *fault);

static inline const struct process *report_process(const struct report *report,
						   size_t index)
{
	return array_at(&report->model->processes, struct process, index);
}

static inline size_t report_process_index(const struct report *report,
					  const struct process *process)
{
	return (size_t)(process - report_process(report, 0));
}

/* Index in report->files of what FAULT of process INDEX was on. */
static inline size_t report_file_index(const struct report *report,
				       size_t index, const struct fault *fault)
{
	const struct process *process = array_at(&report->model->processes,
						 struct process, index);

	return report->file_rows[index][fault_file_id(process, fault)];
}

#endif
