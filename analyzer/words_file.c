#include "words_file.h"

#include <inttypes.h>

#include "sentence.h"
#include "strip.h"
#include "units.h"

#include <stdlib.h>

const char *words_file_name(const struct file_row *row)
{
	static const char *const names[] = {
		[MEMORY_FILE] = "(files whose name is not known)",
		[MEMORY_ANONYMOUS] = "(anonymous memory)",
		[MEMORY_HEAP] = "(heap)",
		[MEMORY_STACK] = "(stack)",
		[MEMORY_SPECIAL] = "(special memory)",
		[MEMORY_KINDS] = "(addresses in no known mapping)",
	};

	return row->path[0] && row->kind == MEMORY_FILE ? row->path
							: names[row->kind];
}

/* Offsets are those of one file: not of several without a name. */
static bool is_one_file(const struct file_row *row)
{
	return row->kind == MEMORY_FILE && row->path[0];
}

char *words_file_range(const struct file_row *row)
{
	struct sentence words;
	char text[UNITS_TEXT];

	if (!is_one_file(row))
		return NULL;
	sentence_begin(&words);
	if (row->first_byte == row->last_byte) {
		sentence_add(&words, "at byte %s",
			     units_count(text, row->last_byte));
	} else {
		sentence_add(&words, "bytes %s",
			     units_count(text, row->first_byte));
		sentence_add(&words, " to %s",
			     units_count(text, row->last_byte));
	}
	if (row->mapped_end > row->mapped_first) {
		sentence_add(&words, " of ");
		sentence_bytes(&words, row->mapped_end - row->mapped_first);
		sentence_add(&words, " mapped");
	}
	if (row->pattern.brought_bytes) {
		sentence_add(&words, ", at least ");
		sentence_bytes(&words, row->pattern.brought_bytes);
		sentence_add(&words, " brought in");
	}
	if (row->in_kernel)
		sentence_add(&words, ", %s inside system calls",
			     units_count(text, row->in_kernel));
	return sentence_end(&words);
}

/* There is enough to draw. */
static bool has_spread(const struct file_row *row)
{
	return is_one_file(row) && row->pattern.steps >= PATTERN_STEPS_MIN;
}

char *words_file_spread(const struct file_row *row)
{
	struct sentence words;
	char *strip;

	if (!has_spread(row))
		return NULL;
	strip = strip_of(row->cell_ns, FILE_CELLS);
	sentence_begin(&words);
	sentence_add(&words, "|%s| ", strip);
	sentence_bytes(&words, row->cells_end);
	free(strip);
	return sentence_end(&words);
}

char *words_file_hot(const struct file_row *row)
{
	struct sentence words;
	char text[UNITS_TEXT];

	if (!has_spread(row) || !row->hot_ns)
		return NULL;
	sentence_begin(&words);
	sentence_share(&words, row->hot_ns, row->blocked_ns - row->call_ns);
	sentence_add(&words, " of that time in bytes %s",
		     units_count(text, row->hot_first));
	sentence_add(&words, " to %s", units_count(text, row->hot_end - 1));
	return sentence_end(&words);
}

static void add_stride(struct sentence *words, int64_t stride_bytes)
{
	uint64_t bytes = (uint64_t)(stride_bytes < 0 ? -stride_bytes
						     : stride_bytes);

	sentence_add(words, " went ");
	sentence_bytes(words, bytes);
	sentence_add(words, stride_bytes < 0 ? " back" : " ahead");
}

/* What the order is concluded from. */
static void add_evidence(struct sentence *words, const struct pattern *pattern)
{
	char text[UNITS_TEXT];
	bool is_stride = pattern->stride_bytes &&
			 pattern->order != ORDER_RANDOM &&
			 pattern->stride_steps >= pattern->ahead;
	uint64_t part = is_stride ? pattern->stride_steps : pattern->ahead;

	sentence_share(words, part, pattern->steps);
	sentence_add(words, " of %s steps", units_count(text, pattern->steps));
	if (is_stride) {
		add_stride(words, pattern->stride_bytes);
		return;
	}
	sentence_add(words, " went up to ");
	sentence_bytes(words, pattern->near_bytes);
	sentence_add(words, " ahead");
}

static void add_reread(struct sentence *words, const struct file_row *row)
{
	char text[UNITS_TEXT];

	sentence_add(words, "read again after eviction: %s of ",
		     units_count(text, row->pattern.refaults));
	sentence_count(words, row->faults, "fault", "faults");
	sentence_add(words, " (");
	sentence_share(words, row->pattern.refaults, row->faults);
	sentence_add(words, ") on pages that had been brought in before");
}

char *words_file_pattern(const struct file_row *row)
{
	static const char *const orders[] = {
		[ORDER_SEQUENTIAL] = "sequential",
		[ORDER_STRIDED] = "strided",
		[ORDER_RANDOM] = "random",
		[ORDER_RUNS] = "in short runs",
	};
	const struct pattern *pattern = &row->pattern;
	struct sentence words;

	if (!is_one_file(row) ||
	    (pattern->order == ORDER_UNKNOWN && !pattern->is_reread))
		return NULL;
	sentence_begin(&words);
	if (pattern->order != ORDER_UNKNOWN) {
		sentence_add(&words, "%s: ", orders[pattern->order]);
		add_evidence(&words, pattern);
	}
	if (pattern->order != ORDER_UNKNOWN && pattern->is_reread)
		sentence_add(&words, "; ");
	if (pattern->is_reread)
		add_reread(&words, row);
	return sentence_end(&words);
}

static void add_use(struct sentence *words, const struct file_use *use,
		    bool is_only)
{
	static const char *const hints[] = {
		[HINT_NONE] = "never advised",
		[HINT_NORMAL] = "advised normal",
		[HINT_RANDOM] = "advised random",
		[HINT_SEQUENTIAL] = "advised sequential",
	};

	sentence_name(words, use->map->prot, 8);
	sentence_add(words, " %s, %s",
		     use->map->is_shared ? "shared" : "private",
		     hints[use->hint]);
	if (is_only || !use->faults)
		return;
	sentence_add(words, " (");
	sentence_count(words, use->faults, "fault", "faults");
	sentence_add(words, ")");
}

char *words_file_uses(const struct report *report, const struct file_row *row)
{
	struct sentence words;
	const struct file_use *use;

	if (!is_one_file(row) || !row->first_use)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "mapped ");
	for (size_t i = row->first_use; i; i = use->next) {
		use = array_at(&report->uses, struct file_use, i - 1);
		add_use(&words, use, i == row->first_use && !use->next);
		if (use->next)
			sentence_add(&words, "; ");
	}
	return sentence_end(&words);
}

char *words_file_readahead(const struct file_row *row)
{
	struct sentence words;

	if (!is_one_file(row) || !row->has_readahead ||
	    (row->pattern.order == ORDER_UNKNOWN &&
	     row->readahead_pages > FILE_READAHEAD_LITTLE))
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "its disk is set to read ");
	if (row->readahead_bytes) {
		sentence_add(&words, "up to ");
		sentence_bytes(&words, row->readahead_bytes);
	} else {
		sentence_add(&words, "nothing");
	}
	sentence_add(&words, " ahead");
	return sentence_end(&words);
}

char *words_file_calls(const struct report *report, const struct file_row *row)
{
	struct sentence words;
	const struct file_call *call;
	char text[UNITS_TEXT];

	if (!row->first_call)
		return NULL;
	sentence_begin(&words);
	sentence_add(&words, "calls on it: ");
	for (size_t i = row->first_call; i; i = call->next) {
		call = array_at(&report->file_calls, struct file_call, i - 1);
		sentence_add(&words, "%s ", units_count(text, call->count));
		sentence_name(&words, call->function, 20);
		sentence_add(&words, call->argument[0] ? " " : "");
		sentence_name(&words, call->argument, 20);
		sentence_add(&words, " of ");
		sentence_bytes(&words, call->bytes);
		sentence_add(&words, " in ");
		sentence_duration(&words, call->len_ns);
		sentence_add(&words, call->next ? ", " : "");
	}
	return sentence_end(&words);
}
