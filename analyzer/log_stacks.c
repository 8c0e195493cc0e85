/*
 * Where in the code it happened, from JSON into the model: modules, stacks, and
 * what they belong to.
 */
#include <string.h>

#include "log_take.h"

void take_module(struct log_record *record, struct process *process)
{
	const char *path = record_text(record, "path", "");
	const char *build_id = record_text(record, "build_id", "");
	int64_t t_ns = record_time(record, process);
	uint64_t start = record_hex(record, "start");
	uint64_t len = record_count(record, "len");
	uint64_t bias = record_hex(record, "bias");
	struct module *module;

	if (!record_is_next(record, &process->modules))
		return;
	module = array_push(&process->modules);
	*module = (struct module){ .path = must_copy(path),
				   .build_id = must_copy(build_id),
				   .start = start,
				   .len = len,
				   .bias = bias,
				   .from_ns = t_ns,
				   .to_ns = INT64_MAX };
}

void take_unload(struct log_record *record, struct process *process)
{
	uint32_t id = record_ref(record, "unload", process->modules.len);
	int64_t t_ns = record_time(record, process);

	if (!record->is_broken)
		array_at(&process->modules, struct module, id - 1)->to_ns =
			t_ns;
}

/* One [module, address] or [module, address, 1]. */
static bool take_frame(const json_t *item, const struct process *process,
		       struct frame *frame)
{
	json_int_t module = json_integer_value(json_array_get(item, 0));
	json_int_t address = json_integer_value(json_array_get(item, 1));

	if (!json_is_integer(json_array_get(item, 0)) ||
	    !json_is_integer(json_array_get(item, 1)) || module < 0 ||
	    (size_t)module > process->modules.len)
		return false;
	*frame = (struct frame){
		.module = (uint32_t)module,
		.address = (uint64_t)address,
		.is_exact = json_integer_value(json_array_get(item, 2)) == 1,
	};
	return true;
}

static void take_frames(struct log_record *record, struct process *process,
			struct stack *stack)
{
	const json_t *frames = json_object_get(record->object, "fr");
	const json_t *item;
	size_t i;

	if (!json_is_array(frames))
		record_break(record, "a \"stack\" record without \"fr\"");
	json_array_foreach (frames, i, item) {
		struct frame frame;

		if (!take_frame(item, process, &frame)) {
			record_break(record, "\"fr\" of a \"stack\" record has "
					     "something that is no frame of a "
					     "module seen before");
			return;
		}
		*(struct frame *)array_push(&process->frames) = frame;
		stack->len++;
	}
}

void take_stack(struct log_record *record, struct process *process)
{
	static const struct {
		const char *word;
		enum stack_end end;
	} ends[] = { { "cut", STACK_CUT },
		     { "lost", STACK_LOST },
		     { "deep", STACK_DEEP } };
	const char *word = record_text(record, "stop", "");
	struct stack stack = { .first = process->frames.len };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (strcmp(word, ends[i].word) == 0)
			stack.end = ends[i].end;
	}
	take_frames(record, process, &stack);
	if (record_is_next(record, &process->stacks))
		*(struct stack *)array_push(&process->stacks) = stack;
}

void take_waits(struct log_record *record, struct process *process)
{
	uint32_t loop = record_ref(record, "waits", process->loops.len);
	uint32_t stack = record_ref(record, LOG_KEY_STACK, process->stacks.len);

	if (!record->is_broken)
		loop_of(process, loop)->wait_stack = stack;
}

void take_owner(struct log_record *record, struct process *process)
{
	uint32_t map = record_ref(record, "owner", process->maps.len);
	uint32_t stack = record_ref(record, LOG_KEY_STACK, process->stacks.len);

	if (!record->is_broken)
		map_of(process, map)->owner_stack = stack;
}

void take_stack_sample(struct log_record *record, struct process *process)
{
	struct stack_sample sample = { 0 };

	sample.thread = record_ref(record, "sample", process->threads.len);
	sample.t_ns = record_time(record, process);
	sample.stack = record_ref(record, LOG_KEY_STACK, process->stacks.len);
	sample.code = record_ref(record, LOG_KEY_CODE, process->codes.len);
	if (!record->is_broken)
		*(struct stack_sample *)array_push(&process->samples) = sample;
}

void take_sleep(struct log_record *record, struct process *process)
{
	struct stack_sample sleep = { 0 };

	sleep.thread = record_ref(record, "sleep", process->threads.len);
	sleep.t_ns = record_time(record, process);
	sleep.stack = record_ref(record, LOG_KEY_STACK, process->stacks.len);
	if (!record->is_broken)
		*(struct stack_sample *)array_push(&process->sleeps) = sleep;
}
