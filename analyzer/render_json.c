#include "render_json.h"

#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "json_parts.h"
#include "words.h"
#include "words_advice.h"

/* A page that a person looks at needs no more. */
#define EMBEDDED_STALLS 1000

void json_put_value(json_t *object, const char *key, json_t *value)
{
	if (!value || json_object_set_new(object, key, value))
		array_fail();
}

void json_put(json_t *object, const char *key, uint64_t number)
{
	json_put_value(object, key, json_integer((json_int_t)number));
}

void json_put_flag(json_t *object, const char *key, bool flag)
{
	json_put_value(object, key, json_boolean(flag));
}

void json_put_text(json_t *object, const char *key, const char *text)
{
	json_t *value;
	char *escaped;

	if (!text)
		return;
	value = json_string(text);
	if (!value) {
		escaped = out_escape(text);
		value = json_string(escaped);
		free(escaped);
	}
	json_put_value(object, key, value);
}

void json_put_words(json_t *object, const char *key, char *text)
{
	json_put_text(object, key, text);
	free(text);
}

static json_t *json_processes(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->processes.len; i++) {
		const struct process *process = *array_at(
			&report->processes, const struct process *, i);
		json_t *one = json_object();

		json_put_text(one, "program", process->program);
		json_put(one, "pid", (uint64_t)process->pid);
		json_put_text(one, "log", process->log);
		if (process->wall_ns)
			json_put(one, "started_wall_ns", process->wall_ns);
		json_put(one, "recorded_ns",
			 process->last_ns > 0 ? (uint64_t)process->last_ns : 0);
		json_put_text(one, "end", process->end);
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *json_verdict(const struct report *report)
{
	static const char *const names[] = {
		[VERDICT_NOT_SAMPLED] = "not_sampled",
		[VERDICT_NO_LOOP] = "no_loop",
		[VERDICT_NO_STALL] = "no_stall",
		[VERDICT_STALLED_BY_FILES] = "stalled_by_files",
		[VERDICT_STALLED_INDIRECTLY] = "stalled_indirectly",
		[VERDICT_STALLED_PARTLY] = "stalled_partly",
		[VERDICT_STALLED_OTHERWISE] = "stalled_otherwise",
	};
	json_t *verdict = json_object();

	json_put_text(verdict, "kind", names[report->verdict]);
	json_put_words(verdict, "words", words_verdict(report));
	json_put_words(verdict, "caution", words_caution(report));
	json_put(verdict, "iterations", report->iterations);
	json_put(verdict, "stalls", report->stall_count);
	json_put(verdict, "stalls_not_logged", report->unlogged_stalls);
	json_put(verdict, "stalls_without_files", report->stalls_without);
	json_put(verdict, "worst_stall_ns", report->worst_stall_ns);
	json_put(verdict, "stalled_ns", report->stall_ns);
	json_put(verdict, "stalled_on_files_ns", report->stall_file_ns);
	json_put(verdict, "suspected_indirect_ns", report->indirect_ns);
	if (report->worst_file)
		json_put_text(verdict, "worst_file", report->worst_file->path);
	return verdict;
}

/* With at most STALLS of the longest stalls. */
static json_t *json_document(const struct report *report, size_t stalls)
{
	json_t *document = json_object();

	json_put_text(document, "mmstall_report", "1.0");
	json_put_text(document, "version", MMSTALL_VERSION);
	json_put(document, "threshold_ns", report->options.threshold_ns);
	json_put_words(document, "part", words_part(report));
	json_put_value(document, "processes", json_processes(report));
	json_put_value(document, "verdict", json_verdict(report));
	json_put_value(document, "coverage", json_coverage(report));
	json_put_value(document, "limits", json_limits(report));
	json_put_value(document, "programs", json_programs(report));
	json_put_value(document, "loops", json_loops(report));
	json_put_value(document, "stalls", json_stalls(report, stalls));
	json_put_value(document, "indirect_stalls", json_indirect(report));
	json_put_value(document, "files", json_files(report));
	json_put_value(document, "arrivals", json_arrivals(report));
	json_put_value(document, "code", json_code(report));
	json_put_value(document, "advice", json_advice(report));
	if (!report->advice.len)
		json_put_words(document, "no_advice", words_no_advice(report));
	return document;
}

void render_json(const struct report *report, const struct out *out)
{
	json_t *document = json_document(report, SIZE_MAX);

	if (json_dumpf(document, out->stream, JSON_INDENT(2)))
		array_fail();
	putc('\n', out->stream);
	json_decref(document);
}

/* '<' occurs in texts only, where it may be written otherwise. */
static int put_embedded(const char *text, size_t len, void *stream)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '<')
			fputs("\\u003c", stream);
		else
			putc(text[i], stream);
	}
	return 0;
}

void render_json_value(const void *value, const struct out *out)
{
	if (json_dump_callback(value, put_embedded, out->stream,
			       JSON_COMPACT | JSON_ENCODE_ANY))
		array_fail();
}

void render_json_embedded(const struct report *report, const struct out *out)
{
	json_t *document = json_document(report, EMBEDDED_STALLS);

	render_json_value(document, out);
	json_decref(document);
}
