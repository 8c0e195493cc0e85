/*
 * What happened, from JSON into the model: faults, iterations and what goes
 * with them.
 */
#include <string.h>

#include "log_take.h"

/* ARRAY has room for what RECORD says: indexes have 32 bits. */
static bool has_room(struct log_record *record, const struct array *array)
{
	if (array->len >= UINT32_MAX - 1)
		record_break(record,
			     "more \"%s\" records than this mmstall "
			     "can count",
			     record->kind);
	return !record->is_broken;
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

/* Which byte of which mapping it was on. */
static void take_place(struct log_record *record, struct process *process,
		       struct fault *fault)
{
	if (record_has(record, LOG_KEY_MAP)) {
		fault->map = record_ref(record, LOG_KEY_MAP, process->maps.len);
		fault->offset = record_count(record, LOG_KEY_OFFSET);
	} else {
		fault->offset = record_hex(record, LOG_KEY_ADDRESS);
	}
}

/* Only calls that blocked are faults as well. */
void take_call(struct log_record *record, struct process *process)
{
	const char *function = record_text(record, "fn", NULL);
	const char *argument = record_text(record, "arg", "");
	struct fault fault = { .flags = FAULT_CALL };
	struct call *call;
	uint64_t len;

	fault.thread = record_ref(record, "call", process->threads.len);
	fault.t_ns = record_time(record, process);
	fault.len_ns = record_count(record, LOG_KEY_DURATION);
	take_place(record, process, &fault);
	len = record_count(record, "len");
	if (!has_room(record, &process->faults))
		return;
	call = array_push(&process->calls);
	*call = (struct call){ .function = must_copy(function),
			       .argument = must_copy(argument),
			       .t_ns = fault.t_ns,
			       .len_ns = fault.len_ns,
			       .offset = fault.offset,
			       .len = len,
			       .map = fault.map };
	if (fault.len_ns < process->min_fault_ns)
		return;
	fault.code = (uint32_t)process->calls.len;
	*(struct fault *)array_push(&process->faults) = fault;
}

void take_fault(struct log_record *record, struct process *process)
{
	struct fault fault = { 0 };

	fault.thread = record_ref(record, "f", process->threads.len);
	fault.t_ns = record_time(record, process);
	fault.len_ns = record_count(record, LOG_KEY_DURATION);
	fault.flags = fault_flags(record);
	if (process->has_switches)
		fault.asleep_ns = record_count_or(record, LOG_KEY_FAULT_SLEPT,
						  0);
	take_place(record, process, &fault);
	if (record_has(record, LOG_KEY_STACK))
		fault.stack = record_ref(record, LOG_KEY_STACK,
					 process->stacks.len);
	if (record_has(record, LOG_KEY_CODE))
		fault.code = record_ref(record, LOG_KEY_CODE,
					process->codes.len);
	if (has_room(record, &process->faults))
		*(struct fault *)array_push(&process->faults) = fault;
}

static uint32_t small_count(struct log_record *record, const char *key)
{
	return (uint32_t)record_int_or(record, key, 0, UINT32_MAX, 0);
}

/* What the thread did in it. */
static void take_use(struct log_record *record, const struct process *process,
		     struct iteration *iteration)
{
	iteration->nested = small_count(record, LOG_KEY_NESTED);
	iteration->nested_ns = record_count_or(record, LOG_KEY_WAITED, 0);
	iteration->parked_ns = record_count_or(record, LOG_KEY_PARKED, 0);
	iteration->minor = small_count(record, LOG_KEY_USED_MINOR);
	iteration->major = small_count(record, LOG_KEY_USED_MAJOR);
	iteration->slept = small_count(record, LOG_KEY_SLEPT);
	if (!process->has_switches)
		return;
	iteration->ran_ns = record_count_or(record, LOG_KEY_RUNNING, 0);
	iteration->preempted_ns = record_count_or(record, LOG_KEY_OFF_CPU, 0);
	iteration->asleep_ns = record_count_or(record, LOG_KEY_ASLEEP, 0);
}

void take_iteration(struct log_record *record, struct process *process)
{
	struct iteration iteration = { 0 };
	struct iteration *place = NULL;
	struct loop *loop;

	iteration.loop = record_ref(record, "it", process->loops.len);
	iteration.number = record_count(record, LOG_KEY_NUMBER);
	iteration.t_ns = record_time(record, process);
	iteration.len_ns = record_count(record, LOG_KEY_DURATION);
	iteration.ready = (uint32_t)record_int_or(record, LOG_KEY_READY, 0,
						  INT32_MAX, 0);
	iteration.is_open = record_flag(record, LOG_KEY_OPEN);
	take_use(record, process, &iteration);
	if (!has_room(record, &process->iterations))
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

void take_arrival(struct log_record *record, struct process *process)
{
	struct arrival arrival = { 0 };

	arrival.map = record_ref(record, "resident", process->maps.len);
	arrival.t_ns = record_time(record, process);
	arrival.len_ns = record_count(record, LOG_KEY_DURATION);
	arrival.pages = record_count(record, LOG_KEY_NUMBER);
	if (!record->is_broken)
		*(struct arrival *)array_push(&process->arrivals) = arrival;
}

void take_task(struct log_record *record, struct process *process)
{
	const char *name = record_text(record, "name", NULL);
	struct task task = { 0 };

	task.thread = record_ref(record, "task", process->threads.len);
	task.t_ns = record_time(record, process);
	task.len_ns = record_count(record, LOG_KEY_DURATION);
	if (record->is_broken)
		return;
	task.name = must_copy(name);
	*(struct task *)array_push(&process->tasks) = task;
}

void take_after(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "after", process->loops.len);
	uint64_t number = record_count(record, LOG_KEY_NUMBER);
	int64_t ready = record_int(record, LOG_KEY_READY, 0, INT32_MAX);
	uint64_t waited_ns = record_count_or(record, LOG_KEY_WAITED, 0);
	struct iteration *last;

	if (record->is_broken || !loop_of(process, id)->last_iteration)
		return;
	last = array_at(&process->iterations, struct iteration,
			loop_of(process, id)->last_iteration - 1);
	if (last->number != number)
		return;
	last->has_after = true;
	last->after_ready = (uint32_t)ready;
	last->after_ns = waited_ns;
}

/* The sum of all buckets still fits into 64 bits. */
#define BUCKET_MAX (INT64_MAX / LOG_HIST_BUCKETS)

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
		    json_integer_value(count) < 0 ||
		    json_integer_value(count) > BUCKET_MAX) {
			record_break(record, "\"b\" of a \"hist\" record has "
					     "something that is no bucket");
			return;
		}
		loop->bucket[json_integer_value(bucket)] = (uint64_t)
			json_integer_value(count);
	}
}

void take_histogram(struct log_record *record, struct process *process)
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
