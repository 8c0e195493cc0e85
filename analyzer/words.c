#include "words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "out.h"
#include "units.h"

/* A sentence that grows; add() ignores what does not fit into memory. */
struct words {
	FILE *stream;
	char *text;
	size_t len;
};

static void begin(struct words *words)
{
	words->stream = open_memstream(&words->text, &words->len);
	if (!words->stream)
		exit(STATUS_UNREADABLE);
}

static void add(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct words *words, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(words->stream, format, arguments);
	va_end(arguments);
}

static void add_name(struct words *words, const char *name)
{
	char *escaped = out_escape(name);

	add(words, "%s", escaped);
	free(escaped);
}

static void add_duration(struct words *words, uint64_t ns)
{
	char text[UNITS_TEXT];

	add(words, "%s", units_duration(text, ns));
}

static void add_count(struct words *words, uint64_t count, const char *one,
		      const char *many)
{
	char text[UNITS_TEXT];

	add(words, "%s %s", units_count(text, count), count == 1 ? one : many);
}

static void add_share(struct words *words, uint64_t part, uint64_t whole)
{
	char text[UNITS_TEXT];

	add(words, "%s", units_share(text, part, whole));
}

static char *end(struct words *words)
{
	fclose(words->stream);
	return words->text;
}

static void add_loop(struct words *words, const struct loop_row *row)
{
	add_name(words, row->process->program);
	add(words, " (thread ");
	add_name(words, row->thread->name);
	add(words, ", %" PRId64 ")", row->thread->tid);
}

char *words_loop(const struct loop_row *row)
{
	struct words words;

	begin(&words);
	add_loop(&words, row);
	return end(&words);
}

static void add_file(struct words *words, const struct file_row *row)
{
	if (row->path[0])
		add_name(words, row->path);
	else
		add(words, "a file whose name is not known");
}

/* "3 of 4 event loops stalled, most of all that of X" or "the loop of X". */
static void add_subject(struct words *words, const struct report *report)
{
	if (report->loops.len > 1)
		add(words, "%" PRIu64 " of %zu event loops, above all that of ",
		    report->stalled_loops, report->loops.len);
	else
		add(words, "the event loop of ");
	add_loop(words, report->worst_loop);
}

static void add_stalls(struct words *words, const struct report *report)
{
	add_count(words, report->stall_count, "stall", "stalls");
	add(words, " of ");
	add_duration(words, report->options.threshold_ns);
	add(words, " or more, the worst ");
	add_duration(words, report->worst_stall_ns);
}

static void stalled_by_files(struct words *words, const struct report *report)
{
	uint64_t left = 0;

	for (size_t i = 0; i < report->loops.len; i++)
		left += array_at(&report->loops, struct loop_row, i)
				->stalls_without;
	add(words, "Mapped files stall ");
	add_subject(words, report);
	add(words, ": ");
	add_stalls(words, report);
	add(words, ". ");
	add_duration(words, report->stall_file_ns);
	add(words, " (");
	add_share(words, report->stall_file_ns, report->stall_ns);
	add(words, ") of the ");
	add_duration(words, report->stall_ns);
	add(words, " in stalls were page faults that waited for mapped files");
	if (report->worst_loop_file) {
		add(words, ", most of all for ");
		add_file(words, report->worst_loop_file);
	}
	add(words, ". Had they cost nothing, ");
	if (left)
		add_count(words, left, "stall would", "stalls would");
	else
		add(words, "no stall would");
	add(words, " be left.");
}

static void stalled_partly(struct words *words, const struct report *report)
{
	add(words, "Mapped files are a part of what stalls ");
	add_subject(words, report);
	add(words, ": ");
	add_stalls(words, report);
	add(words, ". ");
	add_duration(words, report->stall_file_ns);
	add(words, " (");
	add_share(words, report->stall_file_ns, report->stall_ns);
	add(words, ") of the ");
	add_duration(words, report->stall_ns);
	add(words, " in stalls waited for mapped files");
	if (report->worst_loop_file) {
		add(words, ", most of all for ");
		add_file(words, report->worst_loop_file);
	}
	add(words, "; the larger part is something else.");
}

static void stalled_otherwise(struct words *words, const struct report *report)
{
	add(words, "It is not mapped files that stall ");
	add_subject(words, report);
	add(words, ": of ");
	add_stalls(words, report);
	add(words, ", ");
	add_share(words, report->stall_file_ns, report->stall_ns);
	add(words, " of the time waited for mapped files. Look at CPU time, "
		   "locks and blocking calls instead.");
}

static void no_stall(struct words *words, const struct report *report)
{
	const struct loop_row *longest = report->worst_loop;
	uint64_t iterations = 0, file_ns = 0;

	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		iterations += row->busy.count;
		file_ns += row->file_ns;
		if (row->busy.max_ns > longest->busy.max_ns)
			longest = row;
	}
	add(words, "No event loop stalled: the longest of ");
	add_count(words, iterations, "iteration", "iterations");
	add(words, " took ");
	add_duration(words, longest->busy.max_ns);
	add(words, " in ");
	add_loop(words, longest);
	add(words, "; a stall is ");
	add_duration(words, report->options.threshold_ns);
	add(words, " or more. Mapped files cost ");
	if (file_ns)
		add_duration(words, file_ns);
	else
		add(words, "nothing");
	add(words, file_ns ? " in all iterations together." : ".");
}

static void no_loop(struct words *words, const struct report *report)
{
	uint64_t blocked_ns = 0, faults = 0;

	for (size_t i = 0; i < report->files.len; i++) {
		const struct file_row *row = array_at(&report->files,
						      struct file_row, i);

		if (row->kind != MEMORY_FILE)
			continue;
		blocked_ns += row->blocked_ns;
		faults += row->faults;
	}
	add(words, "No event loop was seen: no thread came back to epoll, poll "
		   "or select. ");
	if (!faults) {
		add(words, "No blocking fault on a mapped file either.");
		return;
	}
	add(words, "Threads were blocked on mapped files for ");
	add_duration(words, blocked_ns);
	add(words, " in ");
	add_count(words, faults, "fault", "faults");
	add(words, ", most of all on ");
	add_file(words, report->worst_file);
	add(words, ".");
}

static void not_sampled(struct words *words, const struct report *report)
{
	add(words, "Page faults could not be sampled here, so whether mapped "
		   "files stall the program is not known. ");
	if (!report->loops.len) {
		add(words, "No event loop was seen.");
	} else if (report->stall_count) {
		add(words, "What is known: ");
		add_subject(words, report);
		add(words, " had ");
		add_stalls(words, report);
		add(words, ".");
	} else {
		add(words,
		    "What is known: no iteration of an event loop took ");
		add_duration(words, report->options.threshold_ns);
		add(words, " or more.");
	}
}

char *words_verdict(const struct report *report)
{
	static void (*const say[])(struct words *, const struct report *) = {
		[VERDICT_NOT_SAMPLED] = not_sampled,
		[VERDICT_NO_LOOP] = no_loop,
		[VERDICT_NO_STALL] = no_stall,
		[VERDICT_STALLED_BY_FILES] = stalled_by_files,
		[VERDICT_STALLED_PARTLY] = stalled_partly,
		[VERDICT_STALLED_OTHERWISE] = stalled_otherwise,
	};
	struct words words;

	begin(&words);
	say[report->verdict](&words, report);
	return end(&words);
}

char *words_caution(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	struct words words;

	if (coverage->is_whole || report->verdict == VERDICT_NOT_SAMPLED)
		return NULL;
	begin(&words);
	add(&words, "Not everything could be seen");
	if (coverage->lost || coverage->pauses || coverage->unsampled_threads)
		add(&words,
		    ", so mapped files may cost more than is said here");
	add(&words, ": see the next section.");
	return end(&words);
}

char *words_faults(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	char a[UNITS_TEXT], b[UNITS_TEXT];
	struct words words;

	begin(&words);
	add(&words, "%s minor and %s major counted by the kernel in ",
	    units_count(a, coverage->kernel_minor),
	    units_count(b, coverage->kernel_major));
	add_count(&words, coverage->threads - coverage->uncounted_threads,
		  "thread", "threads");
	if (!coverage->unseen && !coverage->paused)
		add(&words, ", and all of them sampled");
	else
		add(&words, ", %s and %s sampled",
		    units_count(a, coverage->sampled_minor),
		    units_count(b, coverage->sampled_major));
	if (coverage->paused)
		add(&words,
		    "; %s minor ones passed while sampling was paused, "
		    "because it would have cost more than its budget "
		    "(%s)",
		    units_count(a, coverage->paused),
		    coverage->pauses == 1 ? "once" : "more than once");
	if (coverage->unseen)
		add(&words, "; %s not seen", units_count(a, coverage->unseen));
	if (coverage->unseen && !coverage->has_kernel_faults)
		add(&words, ", among them all inside system calls");
	if (coverage->lost)
		add(&words, "; %s samples lost in full rings",
		    units_count(a, coverage->lost));
	if (coverage->before)
		add(&words, "; %s more before sampling began",
		    units_count(a, coverage->before));
	if (coverage->uncounted_threads)
		add(&words, "; the kernel's counts of %s are not known",
		    units_count(a, coverage->uncounted_threads));
	add(&words, ".");
	return end(&words);
}

char *words_labels(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	uint64_t count = coverage->minor_count + coverage->major_count;
	struct words words;

	begin(&words);
	if (!count) {
		add(&words, "No blocking fault on a mapped file.");
		return end(&words);
	}
	add_count(&words, count, "fault", "faults");
	add(&words, " on mapped files blocked. The kernel called ");
	add_count(&words, coverage->major_count, "of them", "of them");
	add(&words, " major (");
	add_duration(&words, coverage->major_ns);
	add(&words, ") and ");
	add_count(&words, coverage->minor_count, "minor", "minor");
	add(&words, " (");
	add_duration(&words, coverage->minor_ns);
	add(&words, "): its label does not tell who waited.");
	if (coverage->cut) {
		add(&words, " ");
		add_count(&words, coverage->cut, "had", "had");
		add(&words, " begun before their thread was sampled, and took "
			    "at least as long as is said.");
	}
	if (coverage->open) {
		add(&words, " ");
		add_count(&words, coverage->open, "had", "had");
		add(&words, " not ended.");
	}
	return end(&words);
}

char *words_ending(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	struct words words;

	begin(&words);
	if (coverage->logs > 1)
		add(&words, "%" PRIu64 " logs; ", coverage->logs);
	if (coverage->cut_logs)
		add_count(&words, coverage->cut_logs,
			  "cut off in the middle of a record, up to which it "
			  "is used",
			  "cut off in the middle of a record, up to which they "
			  "are used");
	else if (coverage->killed_logs)
		add(&words, "without a trailer: the process was killed, or "
			    "became another program, and its last tenth of a "
			    "second may be missing");
	else
		add(&words, "complete");
	if (coverage->dropped) {
		add(&words, "; ");
		add_count(&words, coverage->dropped, "record", "records");
		add(&words, " could not be written");
	}
	if (coverage->skipped) {
		add(&words, "; ");
		add_count(&words, coverage->skipped, "record", "records");
		add(&words, " of kinds that this mmstall does not know");
	}
	add(&words, ".");
	return end(&words);
}

/* What a user can do about a limit. */
static const char *remedy(const char *subject)
{
	static const struct {
		const char *subject, *words;
	} remedies[] = {
		{ LOG_LIMIT_SAMPLING,
		  "No page fault was sampled. To sample: sysctl "
		  "kernel.perf_event_paranoid=2 as root, or CAP_PERFMON for "
		  "the program; in a container a seccomp profile that allows "
		  "perf_event_open." },
		{ LOG_LIMIT_KERNEL,
		  "Faults inside system calls (write or send from a mapping) "
		  "were not sampled. To see them: sysctl "
		  "kernel.perf_event_paranoid=1, or CAP_PERFMON." },
		{ LOG_LIMIT_THREAD,
		  "A thread was not sampled. More locked memory helps: ulimit "
		  "-l, or sysctl kernel.perf_event_mlock_kb." },
		{ LOG_LIMIT_THREADS, "Threads were not recorded at all." },
		{ LOG_LIMIT_LOG, "Records were dropped." },
		{ LOG_LIMIT_EVENTS,
		  "Calls were too many to note all: iterations and names of "
		  "mappings may be missing." },
		{ LOG_LIMIT_MAPS, "Names of mappings may be missing." },
	};

	for (size_t i = 0; i < sizeof(remedies) / sizeof(*remedies); i++) {
		if (strcmp(remedies[i].subject, subject) == 0)
			return remedies[i].words;
	}
	return "Something could not be seen.";
}

char *words_limit(const struct process *process, const struct limit *limit)
{
	struct words words;

	begin(&words);
	add(&words, "%s", remedy(limit->subject));
	if (limit->thread) {
		add(&words, " Thread: ");
		add_name(&words, thread_of(process, limit->thread)->name);
		add(&words, ", %" PRId64 ".",
		    thread_of(process, limit->thread)->tid);
	}
	if (limit->count)
		add(&words, " Count: %" PRIu64 ".", limit->count);
	if (limit->why[0]) {
		add(&words, " Reason: ");
		add_name(&words, limit->why);
		add(&words, ".");
	}
	return end(&words);
}
