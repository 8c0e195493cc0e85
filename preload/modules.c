#include "modules.h"

#include <string.h>
#include <sys/mman.h>

#include "records.h"

#define CHECK_NS UINT64_C(1000000000)

/* For an address that is no code the mappings are not read more often. */
#define MAPS_NS UINT64_C(250000000)

/* Mappings below an instruction among which its file's beginning is sought. */
#define STEPS_DOWN 64

void modules_init(struct modules *modules, struct mappings *mappings,
		  struct recorder *recorder)
{
	memset(modules, 0, sizeof(*modules));
	modules->loaded = VEC_OF(struct module);
	modules->mappings = mappings;
	modules->recorder = recorder;
}

void modules_release(struct modules *modules)
{
	vec_release(&modules->loaded);
}

static struct module *module_at(struct modules *modules, size_t index)
{
	return vec_at(&modules->loaded, struct module, index);
}

static void unload(struct modules *modules, size_t index)
{
	const struct module *module = module_at(modules, index);

	if (module->log_id)
		record_unload(modules->recorder, module->log_id,
			      modules->now_ns);
	vec_remove(&modules->loaded, index, 1);
}

/* False: it is not there any more, and forgotten. */
static bool check(struct modules *modules, size_t index)
{
	struct module *module = module_at(modules, index);

	if (!module->is_checked &&
	    !elf_image_is_at(&module->image, module->base)) {
		unload(modules, index);
		return false;
	}
	module->is_checked = true;
	return true;
}

void modules_check(struct modules *modules)
{
	modules->checked_ns = modules->now_ns;
	for (size_t i = modules->loaded.len; i-- > 0;)
		check(modules, i);
}

void modules_begin_round(struct modules *modules, uint64_t now)
{
	modules->now_ns = now;
	for (size_t i = 0; i < modules->loaded.len; i++)
		module_at(modules, i)->is_checked = false;
	if (now - modules->checked_ns >= CHECK_NS)
		modules_check(modules);
}

static struct module *find_loaded(struct modules *modules, uint64_t pc)
{
	size_t count = modules->loaded.len;

	/* Frames next to each other are often of one module. */
	for (size_t i = 0; i < count; i++) {
		size_t index = (modules->last + i) % count;

		if (!elf_image_is_code(&module_at(modules, index)->image, pc))
			continue;
		if (!check(modules, index))
			return NULL;
		modules->last = index;
		return module_at(modules, index);
	}
	return NULL;
}

/* The image of FILE that has its code at PC, and where it begins. */
static bool find_image(struct modules *modules, uint64_t pc, uint32_t file,
		       uint64_t *base, struct elf_image *image)
{
	uint64_t at = pc + 1;

	for (int i = 0; i < STEPS_DOWN; i++) {
		const struct mapping *mapping = mappings_below(
			modules->mappings, at);

		if (!mapping)
			return false;
		at = mapping->start;
		if (mapping->file != file || mapping->offset != 0)
			continue;
		if (elf_image_read(at, image) && elf_image_is_code(image, pc)) {
			*base = at;
			return true;
		}
	}
	return false;
}

static struct module *load(struct modules *modules, uint64_t pc, uint32_t file)
{
	struct elf_image image;
	struct module *module;
	uint64_t base;

	if (!find_image(modules, pc, file, &base, &image))
		return NULL;
	module = vec_push(&modules->loaded);
	if (!module)
		return NULL;
	*module = (struct module){
		.id = ++modules->count,
		.file = file,
		.base = base,
		.seen_ns = modules->now_ns,
		.image = image,
		.is_checked = true,
	};
	return module;
}

/* The executable mapping at PC, as the mappings are known now. */
static const struct mapping *executable_at(struct modules *modules, uint64_t pc)
{
	const struct mapping *mapping = mappings_now_at(modules->mappings, pc);

	return mapping && mapping->prot & PROT_EXEC ? mapping : NULL;
}

static const struct mapping *executable_at_anew(struct modules *modules,
						uint64_t pc)
{
	if (modules->maps_ns != modules->now_ns) {
		modules->maps_ns = modules->now_ns;
		modules->read_maps(modules->context);
	}
	return executable_at(modules, pc);
}

static bool may_hold_module(struct modules *modules,
			    const struct mapping *mapping)
{
	const struct mapped_file *file = mappings_file_at(modules->mappings,
							  mapping->file);

	return file &&
	       (file->kind == MEMORY_FILE || file->kind == MEMORY_SPECIAL);
}

bool modules_find(struct modules *modules, uint64_t pc, struct module **found)
{
	const struct mapping *mapping;

	*found = find_loaded(modules, pc);
	if (*found)
		return true;
	mapping = executable_at(modules, pc);
	/* A library can have come where another one was: a new one is only
	 * believed of the mappings of this moment. */
	if (mapping ? may_hold_module(modules, mapping)
		    : modules->now_ns - modules->maps_ns >= MAPS_NS)
		mapping = executable_at_anew(modules, pc);
	if (!mapping)
		return false;
	if (may_hold_module(modules, mapping))
		*found = load(modules, pc, mapping->file);
	return true;
}

void modules_executed(struct modules *modules, uint64_t pc)
{
	if (!executable_at(modules, pc))
		executable_at_anew(modules, pc);
}

void modules_log(struct modules *modules, struct module *module)
{
	const struct mapped_file *file = mappings_file_at(modules->mappings,
							  module->file);

	if (module->log_id)
		return;
	module->log_id = ++modules->logged;
	record_module(modules->recorder, module, file ? file->path : "");
}
