/*
 * How far to trust a report, in words.
 */
#include <inttypes.h>
#include <string.h>

#include "sentence.h"
#include "units.h"
#include "words.h"
#include "words_code.h"
#include "words_subject.h"

#define NAME_COLUMNS 60

char *words_caution(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	struct sentence words;

	if (coverage->is_whole || report->verdict == VERDICT_NOT_SAMPLED)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "Not everything could be seen");
	if (coverage->lost || coverage->pauses || coverage->unseen ||
	    coverage->unsampled_threads)
		sentence_add(
			&words,
			", so mapped files may cost more than is said here");
	sentence_add(&words, ": see the next section.");
	return sentence_end(&words);
}

static void add_counted(struct sentence *words, const struct coverage *coverage)
{
	char minor[UNITS_TEXT], major[UNITS_TEXT];

	sentence_add(words, "%s minor and %s major counted by the kernel in ",
		     units_count(minor, coverage->kernel_minor),
		     units_count(major, coverage->kernel_major));
	sentence_count(words, coverage->threads - coverage->uncounted_threads,
		       "thread", "threads");
	if (!coverage->unseen && !coverage->paused)
		sentence_add(words, ", and all of them sampled");
	else
		sentence_add(words, ", %s and %s sampled",
			     units_count(minor, coverage->sampled_minor),
			     units_count(major, coverage->sampled_major));
}

/* What is missing, and why. */
static void add_missing(struct sentence *words, const struct coverage *coverage)
{
	char text[UNITS_TEXT];

	if (coverage->paused)
		sentence_add(words,
			     "; %s passed while sampling was paused, because "
			     "it would have cost more than its budget (%s)",
			     units_count(text, coverage->paused),
			     coverage->pauses == 1 ? "once" : "several times");
	if (coverage->unseen)
		sentence_add(words, "; %s not seen%s",
			     units_count(text, coverage->unseen),
			     coverage->has_kernel_faults
				     ? ""
				     : ", among them all inside system calls");
	if (coverage->lost) {
		sentence_add(words, "; ");
		sentence_count(words, coverage->lost, "sample", "samples");
		sentence_add(words, " lost in full rings");
	}
	if (coverage->unpaired) {
		sentence_add(words, "; how long %s",
			     units_count(text, coverage->unpaired));
		sentence_add(words, " of them took is not known");
	}
	if (coverage->before)
		sentence_add(words, "; %s more before sampling began",
			     units_count(text, coverage->before));
}

/* Kernel's counts against samples. */
static char *faults(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	struct sentence words;

	sentence_begin(&words);
	if (coverage->threads > coverage->uncounted_threads) {
		add_counted(&words, coverage);
		add_missing(&words, coverage);
		if (coverage->uncounted_threads)
			sentence_add(&words, "; ");
	}
	if (coverage->uncounted_threads) {
		sentence_add(&words, "how many the kernel counted in ");
		sentence_count(&words, coverage->uncounted_threads, "thread",
			       "threads");
		sentence_add(&words, " is not known");
	} else if (!coverage->threads) {
		sentence_add(&words, "no thread was seen");
	}
	sentence_add(&words, ".");
	return sentence_end(&words);
}

static void add_labels(struct sentence *words, const struct coverage *coverage)
{
	char text[UNITS_TEXT];

	sentence_add(words, "The kernel called ");
	if (!coverage->minor_count || !coverage->major_count) {
		sentence_add(words, "%s %s",
			     coverage->minor_count + coverage->major_count == 1
				     ? "it"
				     : "all of them",
			     coverage->major_count ? "major" : "minor");
	} else {
		sentence_add(words, "%s of them major (",
			     units_count(text, coverage->major_count));
		sentence_duration(words, coverage->major_ns);
		sentence_add(words, ") and %s minor (",
			     units_count(text, coverage->minor_count));
		sentence_duration(words, coverage->minor_ns);
		sentence_add(words, ")");
	}
	sentence_add(words, coverage->minor_count
				    ? ": its label does not tell who waited."
				    : ".");
}

/* Calls that do what a touch would have done are counted with the faults. */
static void add_calls(struct sentence *words, const struct coverage *coverage)
{
	if (!coverage->call_count)
		return;
	sentence_add(words, " ");
	sentence_count(words, coverage->call_count, "call", "calls");
	sentence_add(words, " on mapped files (msync, madvise, mlock, munmap, "
			    "populating mmap) blocked for ");
	sentence_duration(words, coverage->call_ns);
	sentence_add(words, ".");
}

/* The kernel's labels of the blocking faults on files. */
static char *labels(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	uint64_t count = coverage->minor_count + coverage->major_count;
	struct sentence words;

	sentence_begin(&words);
	if (!count) {
		sentence_add(&words, "no fault on %s.",
			     subject_is_some_files(report) ? "the chosen files"
							   : "a mapped file");
		add_calls(&words, coverage);
		return sentence_end(&words);
	}
	sentence_count(&words, count, "fault on a mapped file",
		       "faults on mapped files");
	sentence_add(&words, " blocked for ");
	sentence_duration(&words, coverage->minor_ns + coverage->major_ns);
	sentence_add(&words, ". ");
	add_labels(&words, coverage);
	if (coverage->cut) {
		sentence_add(&words, " ");
		sentence_count(&words, coverage->cut, "had", "had");
		sentence_add(&words,
			     " begun before %s thread was sampled, and "
			     "took at least as long as is said.",
			     coverage->cut == 1 ? "its" : "their");
	}
	if (coverage->open) {
		sentence_add(&words, " ");
		sentence_count(&words, coverage->open, "had", "had");
		sentence_add(&words, " not ended when the log did.");
	}
	add_calls(&words, coverage);
	return sentence_end(&words);
}

static void add_endings(struct sentence *words, const struct coverage *coverage)
{
	uint64_t whole = coverage->logs - coverage->killed_logs;
	char text[UNITS_TEXT], all[UNITS_TEXT];

	if (coverage->logs == 1 && coverage->cut_logs) {
		sentence_add(words,
			     "cut off in the middle of a record, and used up "
			     "to there");
		return;
	}
	if (coverage->logs == 1 && !whole) {
		sentence_add(words,
			     "no end: the process was killed, became another "
			     "program or still runs; its last tenth of a "
			     "second may be missing");
		return;
	}
	if (coverage->logs == 1) {
		sentence_add(words, "complete");
		return;
	}
	sentence_add(words, "%s of %s are complete", units_count(text, whole),
		     units_count(all, coverage->logs));
	if (whole < coverage->logs) {
		sentence_add(words, "; ");
		sentence_count(words, coverage->logs - whole, "has no end",
			       "have no end");
		sentence_add(words, " (killed, became another program, or "
				    "still running)");
	}
	if (coverage->cut_logs)
		sentence_add(words,
			     "; %s cut off in the middle of a record, and used "
			     "up to there",
			     units_count(text, coverage->cut_logs));
}

static char *ending(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	struct sentence words;

	sentence_begin(&words);
	add_endings(&words, coverage);
	if (coverage->dropped) {
		sentence_add(&words, "; ");
		sentence_count(&words, coverage->dropped, "record", "records");
		sentence_add(&words, " could not be written");
	}
	if (coverage->skipped) {
		sentence_add(&words, "; ");
		sentence_count(&words, coverage->skipped, "record of a kind",
			       "records of kinds");
		sentence_add(&words, " that this mmstall does not know");
	}
	sentence_add(&words, ".");
	return sentence_end(&words);
}

/* Which numbers are not exact. */
static char *times(const struct report *report)
{
	struct sentence words;

	if (!report->histogram_ns)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "below ");
	sentence_duration(&words, report->histogram_ns);
	sentence_add(&words, ", quantiles are at most 12.5 %% too large (a "
			     "histogram).");
	return sentence_end(&words);
}

size_t words_trust(const struct report *report,
		   struct trust_line lines[TRUST_LINES])
{
	bool is_sampled = report->coverage.sampled_logs > 0;
	const struct trust_line all[TRUST_LINES] = {
		{ "faults", is_sampled ? faults(report) : NULL },
		{ "blocking", is_sampled ? labels(report) : NULL },
		{ "times", times(report) },
		{ "stacks", words_stacks(report) },
		{ "names", words_modules(report) },
		{ "log", ending(report) },
	};
	size_t count = 0;

	for (size_t i = 0; i < TRUST_LINES; i++) {
		if (all[i].words)
			lines[count++] = all[i];
	}
	return count;
}

char *words_part(const struct report *report)
{
	const struct filter *filter = report->options.filter;
	struct sentence words;

	if (!filter)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "Only a part of it");
	if (filter->since_ns) {
		sentence_add(&words, ", from ");
		sentence_duration(&words, (uint64_t)filter->since_ns);
	}
	if (filter->until_ns) {
		sentence_add(&words, ", up to ");
		sentence_duration(&words, (uint64_t)filter->until_ns);
	}
	if (filter->since_ns || filter->until_ns)
		sentence_add(&words, " (iterations too short to be logged one "
				     "by one have no time, and are left out)");
	if (filter->thread) {
		sentence_add(&words, ", thread ");
		sentence_name(&words, filter->thread, NAME_COLUMNS);
	}
	if (filter->file) {
		sentence_add(&words, ", faults on files with ");
		sentence_name(&words, filter->file, NAME_COLUMNS);
		sentence_add(&words, " in their path%s",
			     report->coverage.minor_count +
					     report->coverage.major_count +
					     report->coverage.call_count
				     ? ""
				     : ": there are none");
	}
	sentence_add(&words, ".");
	return sentence_end(&words);
}
