#include "record_line.h"

#include "sys.h"

struct json_out record_begin(struct recorder *recorder)
{
	return json_begin(recorder->line, sizeof(recorder->line));
}

static void add_to_log(struct recorder *recorder, struct json_out *json,
		       bool is_essential)
{
	size_t len = json_end(json);

	log_writer_add(&recorder->log, recorder->line, len, is_essential,
		       now_ns());
}

void record_end(struct recorder *recorder, struct json_out *json)
{
	add_to_log(recorder, json, false);
}

void record_end_essential(struct recorder *recorder, struct json_out *json)
{
	add_to_log(recorder, json, true);
}

void record_add_time(const struct recorder *recorder, struct json_out *json,
		     uint64_t t_ns)
{
	json_i64(json, LOG_KEY_TIME, (int64_t)(t_ns - recorder->start_ns));
}
