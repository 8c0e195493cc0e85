/*
 * The verdict in words: one function for each (enum verdict).
 */
#include <inttypes.h>
#include <stdlib.h>

#include "sentence.h"
#include "unended.h"
#include "words.h"
#include "words_subject.h"

static void add_stalls(struct sentence *words, const struct report *report)
{
	if (report->stall_count == 1) {
		sentence_add(words, "1 stall, ");
		sentence_duration(words, report->worst_stall_ns);
		sentence_add(words, " long");
		return;
	}
	sentence_count(words, report->stall_count, "stall", "stalls");
	sentence_add(words, " of ");
	sentence_duration(words, report->options.threshold_ns);
	sentence_add(words, " or more, the worst ");
	sentence_duration(words, report->worst_stall_ns);
}

/* "4.85 s (97 %) of the 5.00 s in stalls " */
static void add_part(struct sentence *words, uint64_t part_ns, uint64_t all_ns)
{
	sentence_duration(words, part_ns);
	sentence_add(words, " (");
	sentence_share(words, part_ns, all_ns);
	sentence_add(words, ") of the ");
	sentence_duration(words, all_ns);
	sentence_add(words, " in stalls ");
}

static void add_worst_file(struct sentence *words, const struct report *report)
{
	if (!report->worst_loop_file)
		return;
	sentence_add(words, ", most of all for ");
	subject_file(words, report->worst_loop_file);
}

/* Calls are named when they are a hundredth of it. */
static void add_what_waited(struct sentence *words, const struct report *report)
{
	bool has_calls = report->coverage.call_ns >=
				 report->stall_file_ns / 100 &&
			 report->coverage.call_count;

	sentence_add(words, "were page faults%s that waited for %s",
		     has_calls ? " and calls" : "",
		     subject_those_files(report));
}

static void stalled_by_files(struct sentence *words,
			     const struct report *report)
{
	sentence_add(words, "%s stall ", subject_these_files(report));
	subject_loops(words, report);
	sentence_add(words, ": ");
	add_stalls(words, report);
	sentence_add(words, ". ");
	add_part(words, report->stall_file_ns, report->stall_ns);
	add_what_waited(words, report);
	add_worst_file(words, report);
	sentence_add(words, ". Had they cost nothing, ");
	if (report->stalls_without)
		sentence_count(words, report->stalls_without, "stall would",
			       "stalls would");
	else
		sentence_add(words, "no stall would");
	sentence_add(words, " be left.");
}

/* What else mapped files may have done. */
static void add_indirect(struct sentence *words, const struct report *report)
{
	if (!report->indirect.len)
		return;
	sentence_add(words, " In %zu of them the loop slept for ",
		     report->indirect.len);
	sentence_duration(words, report->indirect_ns);
	sentence_add(words, " while another thread was blocked on a mapped "
			    "file: suspected indirect stalls.");
}

/* What the rest of the stalls was most of all, where the log knows. */
static const char *largest_rest(const struct report *report)
{
	static const char *const words[PART_COUNT] = {
		[PART_NESTED] = "nested waits",
		[PART_PARKED] = "waiting for other threads",
		[PART_SLEEP] = "other sleep (locks, blocking calls)",
		[PART_PREEMPTED] = "being preempted (too few CPUs)",
		[PART_CPU] = "CPU time",
	};

	return words[parts_largest_rest(&report->stall_parts)];
}

static void stalled_partly(struct sentence *words, const struct report *report)
{
	sentence_add(words, "%s are a part of what stalls ",
		     subject_these_files(report));
	subject_loops(words, report);
	sentence_add(words, ": ");
	add_stalls(words, report);
	sentence_add(words, ". ");
	add_part(words, report->stall_file_ns, report->stall_ns);
	add_what_waited(words, report);
	add_worst_file(words, report);
	sentence_add(words, "; the larger part is something else");
	if (largest_rest(report))
		sentence_add(words, ", above all %s", largest_rest(report));
	sentence_add(words, ".");
	add_indirect(words, report);
}

static void stalled_indirectly(struct sentence *words,
			       const struct report *report)
{
	sentence_add(words, "%s are suspected to stall ",
		     subject_these_files(report));
	subject_loops(words, report);
	sentence_add(words, " through another thread: ");
	add_stalls(words, report);
	sentence_add(words, ". In %zu of them the loop slept for ",
		     report->indirect.len);
	sentence_duration(words, report->indirect_ns);
	sentence_add(words, " (");
	sentence_share(words, report->indirect_ns, report->stall_ns);
	sentence_add(words, " of the time in stalls) while another thread was "
			    "blocked on a mapped file");
	if (report->worst_indirect_file) {
		sentence_add(words, ", most of all ");
		subject_file(words, report->worst_indirect_file);
	}
	sentence_add(words, ". A lock that the other thread holds meanwhile "
			    "would do that, such as CPython's interpreter "
			    "lock.");
}

static void stalled_otherwise(struct sentence *words,
			      const struct report *report)
{
	sentence_add(words, "It is not %s that stall ",
		     subject_those_files(report));
	subject_loops(words, report);
	sentence_add(words, ": ");
	add_stalls(words, report);
	sentence_add(words, ". ");
	if (report->stall_other_ns >= report->stall_ns / 2) {
		add_part(words, report->stall_other_ns, report->stall_ns);
		sentence_add(words, "were page faults on other memory: is the "
				    "machine short of memory?");
		return;
	}
	if (report->stall_file_ns)
		add_part(words, report->stall_file_ns, report->stall_ns);
	else
		sentence_add(words, "None of that time ");
	sentence_add(words, "waited for %s. ", subject_those_files(report));
	if (largest_rest(report))
		sentence_add(words, "Above all it was %s.",
			     largest_rest(report));
	else
		sentence_add(words,
			     "Look at CPU time, locks and blocking "
			     "calls instead%s.",
			     subject_is_some_files(report) ? ", and other files"
							   : "");
	add_indirect(words, report);
}

static const struct loop_row *longest_loop(const struct report *report)
{
	const struct loop_row *longest = report->worst_loop;

	for (size_t i = 0; i < report->loops.len; i++) {
		const struct loop_row *row = array_at(&report->loops,
						      struct loop_row, i);

		if (row->busy.max_ns > longest->busy.max_ns)
			longest = row;
	}
	return longest;
}

static void no_stall(struct sentence *words, const struct report *report)
{
	const struct loop_row *longest = longest_loop(report);

	sentence_add(words, report->unlogged_stalls
				    ? "No stall was logged: "
				    : "No event loop stalled: ");
	if (!report->iterations) {
		sentence_add(words, "no iteration %s.",
			     filter_has_time(report->options.filter)
				     ? "was logged in that time"
				     : "has ended");
		return;
	}
	sentence_add(words, "the longest of ");
	sentence_count(words, report->iterations, "iteration", "iterations");
	sentence_add(words, " took ");
	sentence_duration(words, longest->busy.max_ns);
	sentence_add(words, " in ");
	subject_loop(words, longest);
	sentence_add(words, "; a stall is ");
	sentence_duration(words, report->options.threshold_ns);
	sentence_add(words, " or more. ");
	if (!report->loop_file_ns) {
		sentence_add(words, "None waited for %s.",
			     subject_is_some_files(report) ? "the chosen files"
							   : "a mapped file");
		return;
	}
	sentence_add(words, "Together they waited ");
	sentence_duration(words, report->loop_file_ns);
	sentence_add(words, " for %s.", subject_those_files(report));
}

static void no_loop(struct sentence *words, const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	uint64_t faults = coverage->minor_count + coverage->major_count;

	if (report->options.filter && report->options.filter->thread)
		sentence_add(words, "The chosen thread is no event loop. ");
	else
		sentence_add(words, "No event loop was seen: no thread came "
				    "back to epoll, poll or select. ");
	if (!faults) {
		sentence_add(words, "No thread was blocked on %s.",
			     subject_is_some_files(report) ? "the chosen files"
							   : "a mapped file");
		return;
	}
	sentence_add(words, "Threads were blocked on %s for ",
		     subject_those_files(report));
	sentence_duration(words, coverage->minor_ns + coverage->major_ns);
	sentence_add(words, " in ");
	sentence_count(words, faults, "fault", "faults");
	sentence_add(words, ", most of all on ");
	subject_file(words, report->worst_file);
	sentence_add(words, ".");
}

static void add_suspicion(struct sentence *words, const struct report *report)
{
	if (!report->suspected_count)
		return;
	sentence_add(words, " ");
	sentence_count(words, report->suspected_count, "of them", "of them");
	sentence_add(words, " (");
	sentence_duration(words, report->suspected_ns);
	sentence_add(words, " in all) had page faults and slept, as a wait "
			    "for a mapped file does: a suspicion, not a "
			    "measurement.");
}

static void not_sampled(struct sentence *words, const struct report *report)
{
	sentence_add(words,
		     "Page faults could not be sampled here, so whether mapped "
		     "files stall the program is not known. ");
	if (!report->loops.len) {
		sentence_add(words, "No event loop was seen.");
		return;
	}
	sentence_add(words, "What is known: ");
	if (report->stall_count) {
		subject_loops(words, report);
		sentence_add(words, " had ");
		add_stalls(words, report);
		sentence_add(words, ".");
		add_suspicion(words, report);
	} else {
		sentence_add(words, "no iteration of an event loop took ");
		sentence_duration(words, report->options.threshold_ns);
		sentence_add(words, " or more.");
	}
}

static void add_unlogged(struct sentence *words, const struct report *report)
{
	if (!report->unlogged_stalls)
		return;
	sentence_add(words, " At most ");
	sentence_count(words, report->unlogged_stalls, "iteration",
		       "iterations");
	sentence_add(words,
		     "%s took as long, but %s not logged one by one: "
		     "record with MMSTALL_MIN_ITERATION below the "
		     "threshold.",
		     report->stall_count ? " more" : "",
		     report->unlogged_stalls == 1 ? "was" : "were");
}

char *words_verdict(const struct report *report)
{
	static void (*const say[])(struct sentence *, const struct report *) = {
		[VERDICT_NOT_SAMPLED] = not_sampled,
		[VERDICT_NO_LOOP] = no_loop,
		[VERDICT_NO_STALL] = no_stall,
		[VERDICT_STALLED_BY_FILES] = stalled_by_files,
		[VERDICT_STALLED_INDIRECTLY] = stalled_indirectly,
		[VERDICT_STALLED_PARTLY] = stalled_partly,
		[VERDICT_STALLED_OTHERWISE] = stalled_otherwise,
	};
	struct sentence words;

	sentence_begin(&words);
	say[report->verdict](&words, report);
	add_unlogged(&words, report);
	if (report->worst_loop && loop_never_waits(report->worst_loop->loop))
		sentence_add(&words,
			     " The program never waited for events, so all "
			     "that it did counts as one iteration.");
	return sentence_end(&words);
}
