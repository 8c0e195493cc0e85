#include "code_modules.h"

static uint32_t module_at(const struct process *process, uint64_t ip)
{
	for (uint32_t id = (uint32_t)process->modules.len; id > 0; id--) {
		const struct module *module = module_of(process, id);

		if (ip - module->start < module->len)
			return id;
	}
	return 0;
}

/* Addresses in it are offsets in the file. */
static uint32_t add_module(struct process *process, const struct map *map)
{
	const struct file *file = file_of(process, map->file);
	struct module *module;

	if (file->kind != MEMORY_FILE || !file->path || !file->path[0])
		return 0;
	module = array_push(&process->modules);
	*module = (struct module){ .path = must_copy(file->path),
				   .build_id = must_copy(""),
				   .start = map->start,
				   .len = map->len,
				   .bias = map->start - map->offset,
				   .to_ns = INT64_MAX,
				   .is_by_offset = true };
	return (uint32_t)process->modules.len;
}

/* Frames in a mapping of a file that the loader knows nothing of: V8 maps the
 * part of its program that it calls most a second time, near compiled code. */
static void find_frames(struct process *process, uint32_t first)
{
	for (size_t i = 0; i < process->frames.len; i++) {
		struct frame *frame = array_at(&process->frames, struct frame,
					       i);
		uint32_t id = frame->module
				      ? 0
				      : module_at(process, frame->address);

		/* Those of the loader were asked when the log was written. */
		if (id < first)
			continue;
		frame->module = id;
		frame->address -= module_of(process, id)->bias;
	}
}

void code_modules_find(struct process *process)
{
	uint32_t first = (uint32_t)process->modules.len + 1;

	for (size_t i = 0; i < process->codes.len; i++) {
		struct code *code = array_at(&process->codes, struct code, i);

		code->module = module_at(process, code->ip);
		if (!code->module && code->map)
			code->module = add_module(process,
						  map_of(process, code->map));
	}
	if (process->modules.len >= first)
		find_frames(process, first);
}

struct frame code_frame(const struct process *process, const struct code *code)
{
	uint64_t bias = code->module ? module_of(process, code->module)->bias
				     : 0;

	return (struct frame){ .module = code->module,
			       .is_exact = true,
			       .address = code->ip - bias };
}
