/*
 * Records about threads: that they are there, what was counted, what could not
 * be seen.
 */
#include "json_out.h"
#include "record_line.h"
#include "records.h"
#include "sys.h"

void record_limit(struct recorder *recorder, const char *subject,
		  uint32_t thread, uint64_t count, const char *why)
{
	struct json_out json = record_begin(recorder);

	json_string(&json, "limit", subject);
	record_add_time(recorder, &json, now_ns());
	if (thread)
		json_u64(&json, LOG_KEY_THREAD, thread);
	if (count)
		json_u64(&json, LOG_KEY_NUMBER, count);
	json_string(&json, "why", why);
	record_end_essential(recorder, &json);
}

void record_lifted(struct recorder *recorder, uint32_t thread)
{
	struct json_out json = record_begin(recorder);

	json_string(&json, "limit", LOG_LIMIT_THREAD);
	record_add_time(recorder, &json, now_ns());
	json_u64(&json, LOG_KEY_THREAD, thread);
	json_u64(&json, LOG_KEY_LIFTED, 1);
	record_end_essential(recorder, &json);
}

void record_thread(struct recorder *recorder, uint32_t id, uint64_t t_ns,
		   int tid, const char *name, enum host_thread_origin origin)
{
	static const char *const origins[] = {
		[ORIGIN_MAIN] = "main",
		[ORIGIN_CREATE] = "create",
		[ORIGIN_HOOK] = "hook",
	};
	struct json_out json = record_begin(recorder);

	json_u64(&json, "thread", id);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, "tid", (uint64_t)tid);
	json_string(&json, "name", name);
	json_string(&json, "how", origins[origin]);
	record_end_essential(recorder, &json);
}

void record_counts(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   const struct count_facts *counts)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "counts", thread);
	record_add_time(recorder, &json, t_ns);
	if (counts->name[0])
		json_string(&json, "name", counts->name);
	if (counts->is_known) {
		json_u64(&json, "minor", counts->during.minor);
		json_u64(&json, "major", counts->during.major);
		json_u64(&json, "before_minor", counts->before.minor);
		json_u64(&json, "before_major", counts->before.major);
	}
	json_u64(&json, "sampled_minor", counts->sampled_minor);
	json_u64(&json, "sampled_major", counts->sampled_major);
	json_u64(&json, "lost", counts->lost);
	json_u64(&json, "paused", counts->paused);
	json_u64(&json, "unpaired", counts->unpaired);
	json_u64(&json, "failed", counts->failed);
	json_u64(&json, "blocking", counts->blocking);
	json_u64(&json, "blocking_ns", counts->blocking_ns);
	json_u64(&json, "fault_ns", counts->fault_ns);
	if (counts->has_exited)
		json_u64(&json, "exited", 1);
	record_end_essential(recorder, &json);
}

void record_lost(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		 uint64_t samples)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "lost", thread);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, LOG_KEY_NUMBER, samples);
	record_end(recorder, &json);
}

void record_pause(struct recorder *recorder, uint32_t thread, uint64_t t_ns)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "pause", thread);
	record_add_time(recorder, &json, t_ns);
	record_end_essential(recorder, &json);
}

void record_resume(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   uint64_t minor)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "resume", thread);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, LOG_KEY_NUMBER, minor);
	record_end_essential(recorder, &json);
}
