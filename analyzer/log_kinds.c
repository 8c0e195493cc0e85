/*
 * One function for each kind of record: from JSON into the model.
 */
#include <stdlib.h>
#include <string.h>

#include "log_record.h"

static void take_limit(struct log_record *record, struct process *process)
{
	const char *subject = record_text(record, "limit", NULL);
	const char *why = record_text(record, "why", "");
	uint32_t thread = 0;
	struct limit *limit;

	if (record_has(record, LOG_KEY_THREAD))
		thread = record_ref(record, LOG_KEY_THREAD,
				    process->threads.len);
	if (record->is_broken)
		return;
	/* The last one of a subject and thread counts. */
	for (size_t i = 0; i < process->limits.len; i++) {
		limit = array_at(&process->limits, struct limit, i);
		if (limit->thread == thread &&
		    strcmp(limit->subject, subject) == 0) {
			limit->count = record_count_or(record, LOG_KEY_NUMBER,
						       0);
			return;
		}
	}
	limit = array_push(&process->limits);
	limit->subject = must_copy(subject);
	limit->why = must_copy(why);
	limit->thread = thread;
	limit->count = record_count_or(record, LOG_KEY_NUMBER, 0);
}

/* Ids are given out in order: the next one is one more. */
static bool is_next(struct log_record *record, const struct array *array)
{
	int64_t id = record_int(record, record->kind, 1, UINT32_MAX - 1);

	if (!record->is_broken && (uint64_t)id != array->len + 1)
		record_break(record, "\"%s\" %lld where %zu was to come next",
			     record->kind, (long long)id, array->len + 1);
	return !record->is_broken;
}

static void take_thread(struct log_record *record, struct process *process)
{
	const char *name = record_text(record, "name", "");
	int64_t tid = record_int(record, "tid", 0, INT32_MAX);
	struct thread *thread;

	record_time(record, process);
	if (!is_next(record, &process->threads))
		return;
	thread = array_push(&process->threads);
	thread->name = must_copy(name);
	thread->tid = tid;
}

static void take_loop(struct log_record *record, struct process *process)
{
	uint32_t thread = record_ref(record, LOG_KEY_THREAD,
				     process->threads.len);
	const char *wait = record_text(record, "wait", "wait");
	int64_t on = record_int_or(record, "on", 0, INT32_MAX, -1);
	struct loop *loop;

	record_time(record, process);
	if (!is_next(record, &process->loops))
		return;
	loop = array_push(&process->loops);
	loop->thread = thread;
	loop->wait = must_copy(wait);
	loop->epoll_fd = on;
}

static void take_file(struct log_record *record, struct process *process)
{
	static const char *const kinds[MEMORY_KINDS] = {
		[MEMORY_FILE] = LOG_MEMORY_FILE,
		[MEMORY_ANONYMOUS] = LOG_MEMORY_ANON,
		[MEMORY_HEAP] = LOG_MEMORY_HEAP,
		[MEMORY_STACK] = LOG_MEMORY_STACK,
		[MEMORY_SPECIAL] = LOG_MEMORY_SPECIAL,
	};
	const char *kind = record_text(record, "kind", NULL);
	const char *path = record_text(record, "path", "");
	struct file *file;

	/* Ids of files are the writer's own: there are gaps. */
	int64_t id = record_int(record, "file", 1, 1 << 24);

	if (record->is_broken)
		return;
	while (process->files.len < (uint64_t)id) {
		file = array_push(&process->files);
		file->kind = MEMORY_SPECIAL;
		file->path = must_copy("");
	}
	file = file_of(process, (uint32_t)id);
	free(file->path);
	file->path = must_copy(path);
	for (unsigned i = 0; i < MEMORY_KINDS; i++) {
		if (strcmp(kind, kinds[i]) == 0)
			file->kind = (enum memory)i;
	}
}

static void take_map(struct log_record *record, struct process *process)
{
	struct map map = {
		.file = record_ref(record, "of", process->files.len),
		.start = record_hex(record, "start"),
		.len = record_count(record, "len"),
		.offset = record_count(record, "off"),
		.is_shared = record_flag(record, "shared"),
	};
	const char *prot = record_text(record, "prot", "---");

	record_time(record, process);
	if (!is_next(record, &process->maps))
		return;
	strncpy(map.prot, prot, sizeof(map.prot) - 1);
	*(struct map *)array_push(&process->maps) = map;
}

static void take_code(struct log_record *record, struct process *process)
{
	struct code code = { .ip = record_hex(record, "ip") };

	if (record_has(record, LOG_KEY_MAP))
		code.map = record_ref(record, LOG_KEY_MAP, process->maps.len);
	if (is_next(record, &process->codes))
		*(struct code *)array_push(&process->codes) = code;
}

static uint32_t fault_flags(struct log_record *record)
{
	uint32_t flags = 0;

	if (record_flag(record, LOG_KEY_MAJOR))
		flags |= FAULT_MAJOR;
	if (record_flag(record, LOG_KEY_KERNEL))
		flags |= FAULT_KERNEL;
	if (record_flag(record, LOG_KEY_CUT))
		flags |= FAULT_CUT;
	if (record_flag(record, LOG_KEY_OPEN))
		flags |= FAULT_OPEN;
	if (record_count_or(record, LOG_KEY_RESTARTED, 0))
		flags |= FAULT_RESTARTED;
	return flags;
}

/* Where FAULT goes: in place of the same one, written while it lasted. */
static struct fault *place_for(struct process *process,
			       const struct fault *fault)
{
	struct thread *thread = thread_of(process, fault->thread);
	struct fault *place = NULL;

	if (thread->open_fault)
		place = array_at(&process->faults, struct fault,
				 thread->open_fault - 1);
	if (!place || place->t_ns != fault->t_ns) {
		place = array_push(&process->faults);
		thread->open_fault = process->faults.len;
	}
	if (!(fault->flags & FAULT_OPEN))
		thread->open_fault = 0;
	return place;
}

static void take_fault(struct log_record *record, struct process *process)
{
	struct fault fault = {
		.thread = record_ref(record, "f", process->threads.len),
		.t_ns = record_time(record, process),
		.len_ns = record_count(record, LOG_KEY_DURATION),
		.flags = fault_flags(record),
	};

	if (record_has(record, LOG_KEY_MAP)) {
		fault.map = record_ref(record, LOG_KEY_MAP, process->maps.len);
		fault.offset = record_count(record, LOG_KEY_OFFSET);
	} else {
		fault.offset = record_hex(record, LOG_KEY_ADDRESS);
	}
	if (record_has(record, LOG_KEY_CODE))
		fault.code = record_ref(record, LOG_KEY_CODE,
					process->codes.len);
	if (!record->is_broken)
		*place_for(process, &fault) = fault;
}

static void take_iteration(struct log_record *record, struct process *process)
{
	struct iteration iteration = {
		.loop = record_ref(record, "it", process->loops.len),
		.number = record_count(record, LOG_KEY_NUMBER),
		.t_ns = record_time(record, process),
		.len_ns = record_count(record, LOG_KEY_DURATION),
		.ready = (uint32_t)record_int_or(record, LOG_KEY_READY, 0,
						 INT32_MAX, 0),
		.is_open = record_flag(record, LOG_KEY_OPEN),
	};
	struct iteration *place = NULL;
	struct loop *loop;

	if (record->is_broken)
		return;
	loop = loop_of(process, iteration.loop);
	if (loop->open_iteration)
		place = array_at(&process->iterations, struct iteration,
				 loop->open_iteration - 1);
	if (!place || place->number != iteration.number) {
		place = array_push(&process->iterations);
		loop->open_iteration = process->iterations.len;
	}
	loop->last_iteration = loop->open_iteration;
	if (!iteration.is_open)
		loop->open_iteration = 0;
	*place = iteration;
}

static void take_after(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "after", process->loops.len);
	uint64_t number = record_count(record, LOG_KEY_NUMBER);
	int64_t ready = record_int(record, LOG_KEY_READY, 0, INT32_MAX);
	struct iteration *last;

	if (record->is_broken || !loop_of(process, id)->last_iteration)
		return;
	last = array_at(&process->iterations, struct iteration,
			loop_of(process, id)->last_iteration - 1);
	if (last->number != number)
		return;
	last->has_after = true;
	last->after_ready = (uint32_t)ready;
}

static void take_buckets(struct log_record *record, struct loop *loop)
{
	json_t *pairs = json_object_get(record->object, "b");
	json_t *pair;
	size_t i;

	if (!loop->bucket)
		loop->bucket = must_alloc(LOG_HIST_BUCKETS *
					  sizeof(*loop->bucket));
	memset(loop->bucket, 0, LOG_HIST_BUCKETS * sizeof(*loop->bucket));
	json_array_foreach (pairs, i, pair) {
		json_t *bucket = json_array_get(pair, 0);
		json_t *count = json_array_get(pair, 1);

		if (!json_is_integer(bucket) || !json_is_integer(count) ||
		    json_integer_value(bucket) < 0 ||
		    json_integer_value(bucket) >= LOG_HIST_BUCKETS ||
		    json_integer_value(count) < 0) {
			record_break(record, "\"b\" of a \"hist\" record has "
					     "something that is no bucket");
			return;
		}
		loop->bucket[json_integer_value(bucket)] = (uint64_t)
			json_integer_value(count);
	}
}

static void take_histogram(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "hist", process->loops.len);
	uint64_t sum_ns = record_count(record, "sum");
	uint64_t max_ns = record_count(record, "max");
	struct loop *loop;

	record_time(record, process);
	if (record->is_broken)
		return;
	loop = loop_of(process, id);
	loop->sum_ns = sum_ns;
	loop->max_ns = max_ns;
	take_buckets(record, loop);
	/* The buckets are what counts: their sum is the number. */
	loop->count = 0;
	for (unsigned i = 0; i < LOG_HIST_BUCKETS; i++)
		loop->count += loop->bucket[i];
}

static void take_counts(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "counts", process->threads.len);
	const char *name = record_text(record, "name", "");
	struct counts counts = {
		.is_there = true,
		.is_known = record_has(record, "minor"),
		.has_exited = record_flag(record, "exited"),
		.minor = record_count_or(record, "minor", 0),
		.major = record_count_or(record, "major", 0),
		.before_minor = record_count_or(record, "before_minor", 0),
		.before_major = record_count_or(record, "before_major", 0),
		.sampled_minor = record_count(record, "sampled_minor"),
		.sampled_major = record_count(record, "sampled_major"),
		.lost = record_count_or(record, "lost", 0),
		.paused = record_count_or(record, "paused", 0),
		.unpaired = record_count_or(record, "unpaired", 0),
		.failed = record_count_or(record, "failed", 0),
		.blocking = record_count_or(record, "blocking", 0),
		.blocking_ns = record_count_or(record, "blocking_ns", 0),
		.fault_ns = record_count_or(record, "fault_ns", 0),
	};
	struct thread *thread;

	record_time(record, process);
	if (record->is_broken)
		return;
	thread = thread_of(process, id);
	thread->counts = counts;
	if (name[0]) {
		free(thread->name);
		thread->name = must_copy(name);
	}
}

static void take_lost(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "lost", process->threads.len);
	uint64_t samples = record_count(record, LOG_KEY_NUMBER);

	record_time(record, process);
	if (!record->is_broken)
		thread_of(process, id)->lost += samples;
}

static void take_pause(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "pause", process->threads.len);

	record_time(record, process);
	if (record->is_broken)
		return;
	thread_of(process, id)->is_paused = true;
	thread_of(process, id)->pauses++;
}

static void take_resume(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "resume", process->threads.len);

	record_time(record, process);
	if (!record->is_broken)
		thread_of(process, id)->is_paused = false;
}

static void take_trailer(struct log_record *record, struct process *process)
{
	const char *how = record_text(record, "end", NULL);

	process->dropped = record_count_or(record, "dropped", 0);
	record_time(record, process);
	if (!record->is_broken && !process->end)
		process->end = must_copy(how);
}

static void (*const takers[LOG_KIND_COUNT])(struct log_record *record,
					    struct process *process) = {
	[LOG_LIMIT] = take_limit,     [LOG_THREAD] = take_thread,
	[LOG_LOOP] = take_loop,       [LOG_FILE] = take_file,
	[LOG_MAP] = take_map,         [LOG_CODE] = take_code,
	[LOG_FAULT] = take_fault,     [LOG_ITERATION] = take_iteration,
	[LOG_AFTER] = take_after,     [LOG_HISTOGRAM] = take_histogram,
	[LOG_COUNTS] = take_counts,   [LOG_LOST] = take_lost,
	[LOG_PAUSE] = take_pause,     [LOG_RESUME] = take_resume,
	[LOG_TRAILER] = take_trailer,
};

void record_take(struct log_record *record, struct process *process)
{
	static const char *const keys[] = {
#define LOG_KIND_KEY(name, key, what) key,
		LOG_KINDS(LOG_KIND_KEY)
#undef LOG_KIND_KEY
	};

	for (unsigned kind = 0; kind < LOG_KIND_COUNT; kind++) {
		if (!takers[kind] || strcmp(record->kind, keys[kind]) != 0)
			continue;
		takers[kind](record, process);
		return;
	}
	process->skipped++;
}
