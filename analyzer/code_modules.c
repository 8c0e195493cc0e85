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

void code_modules_find(struct process *process)
{
	for (size_t i = 0; i < process->codes.len; i++) {
		struct code *code = array_at(&process->codes, struct code, i);

		code->module = module_at(process, code->ip);
		if (!code->module && code->map)
			code->module = add_module(process,
						  map_of(process, code->map));
	}
}

struct frame code_frame(const struct process *process, const struct code *code)
{
	uint64_t bias = code->module ? module_of(process, code->module)->bias
				     : 0;

	return (struct frame){ .module = code->module,
			       .is_exact = true,
			       .address = code->ip - bias };
}
