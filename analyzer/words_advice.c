#include "words_advice.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sentence.h"
#include "units.h"
#include "words_file.h"
#include "words_subject.h"

#define NAME_COLUMNS 60

/* In these, %F stands for the file, %M for the bytes of it that are mapped, %B
 * for those that were brought in. */
static const struct wording {
	const char *title;
	const char *code;
	const char *cost;
} wordings[ADVICE_KINDS] = {
	[ADVICE_COLD_START] = {
		"Warm up %F before the server listens.",
		"madvise(p, len, MADV_POPULATE_READ); /* before listen() */",
		"the start takes longer by these reads; at least %B of memory",
	},
	[ADVICE_SMALL] = {
		"Keep %F in memory: it is small.",
		"mlock(p, len); /* or, with memory to spare, "
		"MADV_POPULATE_READ */",
		"%M of memory (mlock: ulimit -l), and reading that at the "
		"start",
	},
	[ADVICE_LARGE] = {
		"Read %F off the loop.",
		"pread(fd, buffer, n, offset); /* on a thread pool, or with "
		"io_uring; or, on a thread ahead of the loop, madvise(next, n, "
		"MADV_POPULATE_READ) */",
		"handing over each read, or memory for what is brought in "
		"ahead",
	},
	[ADVICE_EVICTED] = {
		"Leave more memory for %F, or lock what is hot of it.",
		"mlock(hot, n); /* or a higher memory.max, systemd's MemoryMax "
		"*/",
		"that memory is not there for others",
	},
	[ADVICE_RANDOM] = {
		"Switch readahead off for %F.",
		"madvise(p, len, MADV_RANDOM);",
		"reading on in order gets slower",
	},
	[ADVICE_SEQUENTIAL] = {
		"Let the kernel read ahead in %F.",
		"madvise(p, len, MADV_SEQUENTIAL);",
		"what is read elsewhere in it brings in pages that nobody needs",
	},
	/* readahead(2) reads where the disk's own readahead is off, and
	 * MADV_POPULATE_READ then goes page by page (seen on Linux 6.18). */
	[ADVICE_READAHEAD] = {
		"Have %F read before the loop gets there.",
		"readahead(fd, next, 128 << 10); /* ahead of the loop, part by "
		"part; or, as root and before it is opened, echo 128 "
		">/sys/class/bdi/MAJOR:MINOR/read_ahead_kb */",
		"a call for each part; or that all files on that disk are read "
		"ahead",
	},
	[ADVICE_SYSTEM_CALL] = {
		"Do not give cold bytes of %F to write or send in the loop.",
		"sendfile(socket, fd, &offset, n); /* or splice, or write: on "
		"another thread, for it waits as well */",
		"handing over each reply",
	},
	[ADVICE_CODE] = {
		"Bring the code of %F in before it is needed.",
		"mlockall(MCL_CURRENT); /* at the start; or madvise(text, len, "
		"MADV_POPULATE_READ) */",
		"memory for all code, also what is never run",
	},
	[ADVICE_CALLS] = {
		"Move calls on mappings of %F off the loop.",
		"msync(p, len, MS_ASYNC); /* does not wait; or on another "
		"thread */",
		"handing over each call, or that it is done later",
	},
	[ADVICE_SWAP] = {
		"Keep the program's own memory from being swapped out.",
		"mlockall(MCL_CURRENT | MCL_FUTURE); /* or memory.swap.max = 0, "
		"or more memory */",
		"that memory is not there for others",
	},
	[ADVICE_LOCK] = {
		"Read %F without holding a lock that the loop needs.",
		"await asyncio.to_thread(os.pread, fd, n, offset) # in Python, "
		"for m[a:b]",
		"a copy of the bytes read",
	},
};

static void add_file(struct sentence *words, const struct file_row *row)
{
	if (row)
		sentence_name(words, words_file_name(row), NAME_COLUMNS);
	else
		sentence_add(words, "the mapped files");
}

static void add_bytes(struct sentence *words, const struct file_row *row,
		      bool is_mapped)
{
	if (row)
		sentence_bytes(words,
			       is_mapped ? row->mapped_end - row->mapped_first
					 : row->pattern.brought_bytes);
}

static char *filled_in(const char *wording, const struct advice *advice)
{
	struct sentence words;

	sentence_begin(&words);
	for (const char *at = wording; *at; at++) {
		if (at[0] != '%') {
			sentence_add(&words, "%c", *at);
			continue;
		}
		at++;
		if (*at == 'F')
			add_file(&words, advice->file);
		else
			add_bytes(&words, advice->file, *at == 'M');
	}
	return sentence_end(&words);
}

char *words_advice(const struct advice *advice)
{
	return filled_in(wordings[advice->kind].title, advice);
}

/* Which of the calls on FILE took most time. */
static const char *slowest_call(const struct report *report,
				const struct file_row *file)
{
	const char *function = "";
	uint64_t most_ns = 0;
	const struct file_call *call;

	for (size_t i = file->first_call; i; i = call->next) {
		call = array_at(&report->file_calls, struct file_call, i - 1);
		if (call->len_ns <= most_ns)
			continue;
		most_ns = call->len_ns;
		function = call->function;
	}
	return function;
}

/* Instead of what is said of msync. */
static const char *call_code(const char *function)
{
	static const struct {
		const char *function, *code;
	} others[] = {
		{ "munmap", "pthread_create(&t, NULL, unmap_it, range); "
			    "/* or keep the mapping */" },
		{ "mlock", "mlock2(p, len, MLOCK_ONFAULT); /* does not read; "
			   "or on another thread */" },
		{ "mmap",
		  "mmap(NULL, len, prot, flags & ~MAP_POPULATE, fd, 0); "
		  "/* and populate on another thread */" },
		{ "madvise", "madvise(p, len, MADV_POPULATE_READ); /* on "
			     "another thread, ahead of the loop */" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (strcmp(function, others[i].function) == 0)
			return others[i].code;
	}
	return NULL;
}

char *words_advice_code(const struct report *report,
			const struct advice *advice)
{
	const char *code = NULL;

	if (advice->kind == ADVICE_CALLS && advice->file)
		code = call_code(slowest_call(report, advice->file));
	return must_copy(code ? code : wordings[advice->kind].code);
}

char *words_advice_cost(const struct advice *advice)
{
	return filled_in(wordings[advice->kind].cost, advice);
}

/* Adds TEXT, if there is any, and frees it. */
static void add_text(struct sentence *words, char *text)
{
	if (text)
		sentence_add(words, "; %s", text);
	free(text);
}

/* What is particular to the rule. */
static void add_reason(struct sentence *words, const struct report *report,
		       const struct advice *advice)
{
	switch (advice->kind) {
	case ADVICE_COLD_START:
		sentence_add(words, "; nearly all in the first fifth of the "
				    "recording, and none on a page that had "
				    "been there before");
		break;
	case ADVICE_SMALL:
	case ADVICE_LARGE:
		sentence_add(words, "; ");
		add_bytes(words, advice->file, true);
		sentence_add(words,
			     advice->file ? " are mapped" : "many files");
		break;
	case ADVICE_EVICTED:
		add_text(words, words_file_pattern(advice->file));
		break;
	case ADVICE_RANDOM:
	case ADVICE_SEQUENTIAL:
	case ADVICE_READAHEAD:
		add_text(words, words_file_pattern(advice->file));
		add_text(words, words_file_uses(report, advice->file));
		add_text(words, words_file_readahead(advice->file));
		break;
	default:
		break;
	}
}

/* "such as 20.0 ms at byte 4,096 in iteration 7, at 101 ms" */
static void add_example(struct sentence *words, const struct advice *advice)
{
	const struct whatif *gain = &advice->gain;
	char text[UNITS_TEXT];

	if (!gain->worst)
		return;
	sentence_add(words, ", such as ");
	sentence_duration(words, gain->worst_ns);
	if (gain->worst->map)
		sentence_add(words, " at byte %s",
			     units_count(text, gain->worst->offset));
	sentence_add(words, " in iteration %" PRIu64 ", at %s",
		     gain->iteration->number,
		     units_moment(text, gain->iteration->t_ns));
}

char *words_advice_evidence(const struct report *report,
			    const struct advice *advice)
{
	bool is_call = advice->kind == ADVICE_CALLS;
	struct sentence words;

	sentence_begin(&words);
	if (advice->kind == ADVICE_LOCK) {
		sentence_count(&words, report->indirect.len,
			       "suspected indirect stall",
			       "suspected indirect stalls");
	} else {
		sentence_count(&words, advice->gain.faults,
			       is_call ? "call" : "fault",
			       is_call ? "calls" : "faults");
		sentence_add(&words, " in loops");
	}
	add_example(&words, advice);
	add_reason(&words, report, advice);
	return sentence_end(&words);
}

char *words_no_advice(const struct report *report)
{
	struct sentence words;

	switch (report->verdict) {
	case VERDICT_NOT_SAMPLED:
		return must_copy("No advice: it would rest on faults, and none "
				 "could be sampled.");
	case VERDICT_NO_LOOP:
		return must_copy("Nothing to do: there is no event loop to "
				 "stall.");
	case VERDICT_NO_STALL:
		return must_copy("Nothing to do.");
	default:
		sentence_begin(&words);
		sentence_add(&words,
			     "Nothing to do about %s: what stalls the loops is "
			     "something else.",
			     subject_those_files(report));
		return sentence_end(&words);
	}
}
