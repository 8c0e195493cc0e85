/* Files and other memory, as JSON. */
#include "json_parts.h"

static json_t *json_pattern(const struct pattern *pattern)
{
	static const char *const orders[] = {
		[ORDER_UNKNOWN] = "unknown", [ORDER_SEQUENTIAL] = "sequential",
		[ORDER_STRIDED] = "strided", [ORDER_RANDOM] = "random",
		[ORDER_RUNS] = "short_runs",
	};
	json_t *object = json_object();

	json_put_text(object, "order", orders[pattern->order]);
	json_put(object, "steps", pattern->steps);
	json_put(object, "steps_ahead", pattern->ahead);
	json_put(object, "ahead_bytes", pattern->near_bytes);
	json_put_value(object, "stride_bytes",
		       json_integer(pattern->stride_bytes));
	json_put(object, "stride_steps", pattern->stride_steps);
	json_put(object, "pages", pattern->pages);
	json_put(object, "refaults", pattern->refaults);
	json_put(object, "brought_bytes", pattern->brought_bytes);
	json_put_flag(object, "is_reread", pattern->is_reread);
	return object;
}

static json_t *json_uses(const struct report *report,
			 const struct file_row *row)
{
	static const char *const hints[] = {
		[HINT_NONE] = "none",
		[HINT_NORMAL] = "normal",
		[HINT_RANDOM] = "random",
		[HINT_SEQUENTIAL] = "sequential",
	};
	json_t *all = json_array();
	const struct file_use *use;

	for (size_t i = row->first_use; i; i = use->next) {
		json_t *one = json_object();

		use = array_at(&report->uses, struct file_use, i - 1);
		json_put_text(one, "protection", use->map->prot);
		json_put_flag(one, "is_shared", use->map->is_shared);
		json_put_text(one, "advice", hints[use->hint]);
		json_put(one, "faults", use->faults);
		json_put(one, "blocked_ns", use->blocked_ns);
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *json_calls(const struct report *report,
			  const struct file_row *row)
{
	json_t *all = json_array();
	const struct file_call *call;

	for (size_t i = row->first_call; i; i = call->next) {
		json_t *one = json_object();

		call = array_at(&report->file_calls, struct file_call, i - 1);
		json_put_text(one, "call", call->function);
		json_put_text(one, "argument", call->argument);
		json_put(one, "count", call->count);
		json_put(one, "bytes", call->bytes);
		json_put(one, "total_ns", call->len_ns);
		json_array_append_new(all, one);
	}
	return all;
}

/* Where in the file the time went: FILE_CELLS parts up to `end_bytes`. */
static json_t *json_spread(const struct file_row *row)
{
	json_t *object = json_object();
	json_t *cells = json_array();

	for (int i = 0; i < FILE_CELLS; i++)
		json_array_append_new(
			cells, json_integer((json_int_t)row->cell_ns[i]));
	json_put(object, "end_bytes", row->cells_end);
	json_put_value(object, "cells_ns", cells);
	if (row->hot_ns) {
		json_put(object, "hot_first_byte", row->hot_first);
		json_put(object, "hot_end_byte", row->hot_end);
		json_put(object, "hot_ns", row->hot_ns);
	}
	return object;
}

static void put_file(json_t *one, const struct report *report,
		     const struct file_row *row)
{
	json_put_text(one, "path", row->path);
	json_put(one, "first_byte", row->first_byte);
	json_put(one, "last_byte", row->last_byte);
	json_put(one, "mapped_first_byte", row->mapped_first);
	json_put(one, "mapped_end_byte", row->mapped_end);
	json_put_value(one, "pattern", json_pattern(&row->pattern));
	json_put_value(one, "uses", json_uses(report, row));
	json_put_value(one, "spread", json_spread(row));
	if (row->has_readahead)
		json_put(one, "readahead_bytes", row->readahead_bytes);
	if (row->owner.symbol)
		json_put_value(one, "mapped_by", json_function(&row->owner));
}

json_t *json_files(const struct report *report)
{
	static const char *const kinds[MEMORY_KINDS + 1] = {
		[MEMORY_KINDS] = "unknown", /* no mapping is known */
		[MEMORY_FILE] = "file",       [MEMORY_ANONYMOUS] = "anonymous",
		[MEMORY_HEAP] = "heap",       [MEMORY_STACK] = "stack",
		[MEMORY_SPECIAL] = "special",
	};
	json_t *all = json_array();

	for (size_t i = 0; i < report->files.len; i++) {
		const struct file_row *row = array_at(&report->files,
						      struct file_row, i);
		json_t *one = json_object();

		json_put_text(one, "kind", kinds[row->kind]);
		json_put(one, "faults", row->faults);
		json_put(one, "major", row->major);
		json_put(one, "in_kernel", row->in_kernel);
		json_put(one, "blocked_ns", row->blocked_ns);
		json_put(one, "in_loops_ns", row->loop_ns);
		json_put(one, "indirect_ns", row->indirect_ns);
		json_put(one, "p50_ns", row->latency.p50_ns);
		json_put(one, "p99_ns", row->latency.p99_ns);
		json_put(one, "max_ns", row->latency.max_ns);
		json_put_value(one, "calls", json_calls(report, row));
		if (row->kind == MEMORY_FILE)
			put_file(one, report, row);
		json_array_append_new(all, one);
	}
	return all;
}

json_t *json_arrivals(const struct report *report)
{
	json_t *all = json_array();

	for (size_t i = 0; i < report->arrivals.len; i++) {
		const struct arrival_row *row = array_at(&report->arrivals,
							 struct arrival_row, i);
		json_t *one = json_object();

		json_put_text(one, "path", row->path);
		json_put(one, "bytes", row->bytes);
		json_put(one, "stalled_bytes", row->stalled_bytes);
		json_array_append_new(all, one);
	}
	return all;
}
