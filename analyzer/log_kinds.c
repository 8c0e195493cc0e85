/*
 * What there is, from JSON into the model: threads, loops, mappings, limits
 * and counts; and the table of all kinds.
 */
#include <stdlib.h>
#include <string.h>

#include "log_take.h"

static void set_limit(struct limit *limit, const char *why, uint64_t count)
{
	free(limit->why);
	limit->why = must_copy(why);
	limit->count = count;
}

/* The limit at INDEX does not hold any more. */
static void lift(struct process *process, size_t index)
{
	struct limit *limits = process->limits.data;

	if (limits[index].thread)
		thread_of(process, limits[index].thread)->is_unsampled = false;
	free(limits[index].subject);
	free(limits[index].why);
	limits[index] = limits[--process->limits.len];
}

static void take_limit(struct log_record *record, struct process *process)
{
	const char *subject = record_text(record, "limit", NULL);
	const char *why = record_text(record, "why", "");
	uint64_t count = record_count_or(record, LOG_KEY_NUMBER, 0);
	bool is_lifted = record_flag(record, LOG_KEY_LIFTED);
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
			if (is_lifted)
				lift(process, i);
			else
				set_limit(limit, why, count);
			return;
		}
	}
	if (is_lifted)
		return;
	limit = array_push(&process->limits);
	limit->subject = must_copy(subject);
	limit->thread = thread;
	set_limit(limit, why, count);
	if (thread && strcmp(subject, LOG_LIMIT_THREAD) == 0)
		thread_of(process, thread)->is_unsampled = true;
}

bool record_is_next(struct log_record *record, const struct array *array)
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
	const char *how = record_text(record, "how", "");
	int64_t tid = record_int(record, "tid", 0, INT32_MAX);
	struct thread *thread;

	record_time(record, process);
	if (!record_is_next(record, &process->threads))
		return;
	thread = array_push(&process->threads);
	thread->name = must_copy(name);
	thread->tid = tid;
	thread->is_main = strcmp(how, "main") == 0;
}

static void take_loop(struct log_record *record, struct process *process)
{
	uint32_t thread = record_ref(record, LOG_KEY_THREAD,
				     process->threads.len);
	const char *wait = record_text(record, "wait", "wait");
	int64_t on = record_int_or(record, "on", 0, INT32_MAX, -1);
	struct loop *loop;

	record_time(record, process);
	if (!record_is_next(record, &process->loops))
		return;
	loop = array_push(&process->loops);
	loop->thread = thread;
	loop->wait = must_copy(wait);
	loop->epoll_fd = on;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* The exact bytes of a path that is no UTF-8; the caller frees them. */
static char *path_of_hex(struct log_record *record, const char *hex)
{
	size_t len = strlen(hex) / 2;
	char *path = must_alloc(len + 1);

	for (size_t i = 0; i < len; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0 || !(high | low))
			break;
		path[i] = (char)(high << 4 | low);
	}
	if (strlen(path) != len || hex[2 * len])
		record_break(record,
			     "\"path_hex\" of a \"file\" record is no path");
	return path;
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
	const char *hex = record_text(record, "path_hex", "");
	bool has_readahead = record_has(record, LOG_KEY_READAHEAD);
	uint64_t readahead = record_count_or(record, LOG_KEY_READAHEAD, 0);
	struct file *file;

	/* Ids of files are the writer's own: there are gaps. */
	int64_t id = record_int(record, "file", 1, 1 << 24);

	if (record->is_broken)
		return;
	while (process->files.len < (uint64_t)id) {
		file = array_push(&process->files);
		file->kind = MEMORY_SPECIAL;
	}
	file = file_of(process, (uint32_t)id);
	free(file->path);
	file->path = hex[0] ? path_of_hex(record, hex) : must_copy(path);
	file->has_readahead = has_readahead;
	file->readahead_bytes = readahead;
	for (unsigned i = 0; i < MEMORY_KINDS; i++) {
		if (strcmp(kind, kinds[i]) == 0)
			file->kind = (enum memory)i;
	}
}

static void take_map(struct log_record *record, struct process *process)
{
	struct map map = { 0 };
	const char *prot = record_text(record, "prot", "---");

	map.file = record_ref(record, "of", process->files.len);
	map.start = record_hex(record, "start");
	map.len = record_count(record, "len");
	map.offset = record_count(record, "off");
	map.is_shared = record_flag(record, "shared");
	record_time(record, process);
	if (!record->is_broken && !file_of(process, map.file)->path)
		record_break(record,
			     "\"of\" of a \"map\" record refers to %u, "
			     "which has not been seen",
			     map.file);
	if (!record_is_next(record, &process->maps))
		return;
	strncpy(map.prot, prot, sizeof(map.prot) - 1);
	*(struct map *)array_push(&process->maps) = map;
}

static void take_code(struct log_record *record, struct process *process)
{
	struct code code = { .ip = record_hex(record, "ip") };

	if (record_has(record, LOG_KEY_MAP))
		code.map = record_ref(record, LOG_KEY_MAP, process->maps.len);
	if (record_is_next(record, &process->codes))
		*(struct code *)array_push(&process->codes) = code;
}

static void take_counts(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "counts", process->threads.len);
	const char *name = record_text(record, "name", "");
	struct counts counts = { 0 };
	struct thread *thread;

	counts.is_there = true;
	counts.is_known = record_has(record, "minor");
	counts.minor = record_count_or(record, "minor", 0);
	counts.major = record_count_or(record, "major", 0);
	counts.before_minor = record_count_or(record, "before_minor", 0);
	counts.before_major = record_count_or(record, "before_major", 0);
	counts.sampled_minor = record_count(record, "sampled_minor");
	counts.sampled_major = record_count(record, "sampled_major");
	counts.lost = record_count_or(record, "lost", 0);
	counts.paused = record_count_or(record, "paused", 0);
	counts.unpaired = record_count_or(record, "unpaired", 0);
	counts.failed = record_count_or(record, "failed", 0);
	counts.blocking = record_count_or(record, "blocking", 0);
	counts.blocking_ns = record_count_or(record, "blocking_ns", 0);
	counts.fault_ns = record_count_or(record, "fault_ns", 0);
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
	if (!record->is_broken)
		thread_of(process, id)->pauses++;
}

/* What passed meanwhile is in the counts of the thread. */
static void take_resume(struct log_record *record, struct process *process)
{
	record_ref(record, "resume", process->threads.len);
	record_time(record, process);
}

static void take_trailer(struct log_record *record, struct process *process)
{
	const char *how = record_text(record, "end", NULL);

	process->dropped = record_count_or(record, "dropped", 0);
	record_time(record, process);
	if (record->is_broken)
		return;
	free(process->end);
	process->end = must_copy(how);
}

static void (*const takers[LOG_KIND_COUNT])(struct log_record *record,
					    struct process *process) = {
	[LOG_LIMIT] = take_limit,     [LOG_THREAD] = take_thread,
	[LOG_LOOP] = take_loop,       [LOG_FILE] = take_file,
	[LOG_MAP] = take_map,         [LOG_CODE] = take_code,
	[LOG_MODULE] = take_module,   [LOG_UNLOAD] = take_unload,
	[LOG_STACK] = take_stack,     [LOG_WAITS] = take_waits,
	[LOG_OWNER] = take_owner,     [LOG_SAMPLE] = take_stack_sample,
	[LOG_SLEEP] = take_sleep,     [LOG_FAULT] = take_fault,
	[LOG_CALL] = take_call,       [LOG_ITERATION] = take_iteration,
	[LOG_AFTER] = take_after,     [LOG_RESIDENT] = take_arrival,
	[LOG_TASK] = take_task,       [LOG_HISTOGRAM] = take_histogram,
	[LOG_COUNTS] = take_counts,   [LOG_LOST] = take_lost,
	[LOG_PAUSE] = take_pause,     [LOG_RESUME] = take_resume,
	[LOG_TRAILER] = take_trailer,
};

/* What comes after an end tells that the exec before it failed. */
static void forget_end(struct process *process)
{
	free(process->end);
	process->end = NULL;
}

void record_take(struct log_record *record, struct process *process)
{
	static const char *const keys[] = {
#define LOG_KIND_KEY(name, key, what) key,
		LOG_KINDS(LOG_KIND_KEY)
#undef LOG_KIND_KEY
	};

	for (unsigned kind = 0; kind < LOG_KIND_COUNT; kind++) {
		/* Hardly any two begin alike: most calls are saved. */
		if (*record->kind != *keys[kind] || !takers[kind] ||
		    strcmp(record->kind, keys[kind]) != 0)
			continue;
		takers[kind](record, process);
		if (kind != LOG_TRAILER)
			forget_end(process);
		return;
	}
	process->skipped++;
}
