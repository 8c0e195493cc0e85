/* Records about code: modules, stacks, and what was done from where. */
#include "json_out.h"
#include "modules.h"
#include "record_line.h"
#include "records.h"
#include "stacks.h"
#include "text.h"

static void add_build_id(struct json_out *json, const struct elf_image *image)
{
	char hex[2 * BUILD_ID_MAX + 1];
	struct text text = text_in(hex, sizeof(hex));

	for (int i = 0; i < image->build_id_len; i++) {
		text_add_char(&text,
			      "0123456789abcdef"[image->build_id[i] >> 4]);
		text_add_char(&text,
			      "0123456789abcdef"[image->build_id[i] & 15]);
	}
	if (text.len)
		json_string(json, "build_id", hex);
}

void record_module(struct recorder *recorder, const struct module *module,
		   const char *path)
{
	const struct elf_image *image = &module->image;
	struct json_out json = record_begin(recorder);

	json_u64(&json, "module", module->log_id);
	record_add_time(recorder, &json,
			module->seen_ns > recorder->start_ns
				? module->seen_ns
				: recorder->start_ns);
	json_string(&json, "path", path);
	add_build_id(&json, image);
	json_hex(&json, "start", image->start);
	json_u64(&json, "len", image->end - image->start);
	json_hex(&json, "bias", image->bias);
	record_end(recorder, &json);
}

void record_unload(struct recorder *recorder, uint32_t module, uint64_t t_ns)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "unload", module);
	record_add_time(recorder, &json, t_ns);
	record_end(recorder, &json);
}

void record_stack(struct recorder *recorder, const struct stack_facts *stack)
{
	static const char *const ends[] = {
		[UNWIND_CUT] = "cut",
		[UNWIND_LOST] = "lost",
		[UNWIND_DEEP] = "deep",
	};
	struct json_out json = record_begin(recorder);

	json_u64(&json, "stack", stack->id);
	json_pairs_begin(&json, "fr");
	for (size_t i = 0; i < stack->count; i++) {
		const struct stack_frame *frame = &stack->frames[i];

		if (frame->is_exact)
			json_triple(&json, frame->module, frame->address, 1);
		else
			json_pair(&json, frame->module, frame->address);
	}
	json_pairs_end(&json);
	if (stack->end != UNWIND_COMPLETE)
		json_string(&json, "stop", ends[stack->end]);
	if (stack->by_frame_pointer)
		json_string(&json, "by", "fp");
	record_end(recorder, &json);
}

void record_waits(struct recorder *recorder, uint32_t loop, uint32_t stack)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "waits", loop);
	json_u64(&json, LOG_KEY_STACK, stack);
	record_end(recorder, &json);
}

void record_owner(struct recorder *recorder, uint32_t map, uint32_t stack)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "owner", map);
	json_u64(&json, LOG_KEY_STACK, stack);
	record_end(recorder, &json);
}

void record_sample(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		   uint32_t stack, uint32_t code)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "sample", thread);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, LOG_KEY_STACK, stack);
	json_u64(&json, LOG_KEY_CODE, code);
	record_end(recorder, &json);
}

void record_sleep(struct recorder *recorder, uint32_t thread, uint64_t t_ns,
		  uint32_t stack)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "sleep", thread);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, LOG_KEY_STACK, stack);
	record_end(recorder, &json);
}
