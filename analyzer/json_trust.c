/* How far to trust the report, as JSON. */
#include "json_parts.h"
#include "words.h"

static json_t *json_lines(const struct report *report)
{
	struct trust_line lines[TRUST_LINES];
	size_t count = words_trust(report, lines);
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();

		json_put_text(one, "about", lines[i].about);
		json_put_words(one, "words", lines[i].words);
		json_array_append_new(all, one);
	}
	return all;
}

json_t *json_coverage(const struct report *report)
{
	const struct coverage *coverage = &report->coverage;
	const struct stack_cover *stacks = &report->stack_cover;
	const struct {
		const char *key;
		uint64_t value;
	} numbers[] = {
		{ "threads", coverage->threads },
		{ "unsampled_threads", coverage->unsampled_threads },
		{ "kernel_minor", coverage->kernel_minor },
		{ "kernel_major", coverage->kernel_major },
		{ "sampled_minor", coverage->sampled_minor },
		{ "sampled_major", coverage->sampled_major },
		{ "before_sampling", coverage->before },
		{ "lost", coverage->lost },
		{ "passed_in_pauses", coverage->paused },
		{ "pauses", coverage->pauses },
		{ "unpaired", coverage->unpaired },
		{ "unseen", coverage->unseen },
		{ "uncounted_threads", coverage->uncounted_threads },
		{ "blocking_minor", coverage->minor_count },
		{ "blocking_minor_ns", coverage->minor_ns },
		{ "blocking_major", coverage->major_count },
		{ "blocking_major_ns", coverage->major_ns },
		{ "blocking_calls", coverage->call_count },
		{ "blocking_calls_ns", coverage->call_ns },
		{ "begun_before_sampling", coverage->cut },
		{ "not_ended", coverage->open },
		{ "dropped_records", coverage->dropped },
		{ "skipped_records", coverage->skipped },
		{ "logs", coverage->logs },
		{ "sampled_logs", coverage->sampled_logs },
		{ "cut_logs", coverage->cut_logs },
		{ "killed_logs", coverage->killed_logs },
		{ "own_stack_ns", stacks->own_ns },
		{ "joined_stack_ns", stacks->joined_ns },
		{ "no_stack_ns", stacks->none_ns },
		{ "cut_stack_ns", stacks->cut_ns },
	};
	json_t *object = json_object();

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		json_put(object, numbers[i].key, numbers[i].value);
	json_put_flag(object, "has_kernel_faults", coverage->has_kernel_faults);
	json_put_flag(object, "is_whole", coverage->is_whole);
	if (report->options.namer) {
		json_put(object, "missing_modules",
			 report->options.namer->gaps.missing);
		json_put(object, "other_modules",
			 report->options.namer->gaps.other);
	}
	json_put_value(object, "lines", json_lines(report));
	return object;
}

json_t *json_limits(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->limits.len; i++) {
		const struct limit_row *row = array_at(&report->limits,
						       struct limit_row, i);
		json_t *one = json_object();

		json_put_text(one, "subject", row->subject);
		json_put_text(one, "why", row->why);
		json_put(one, "count", row->count);
		json_put(one, "threads", row->threads);
		json_put(one, "logs", row->logs);
		json_put_words(one, "words", words_limit(report, row));
		json_array_append_new(all, one);
	}
	return all;
}
