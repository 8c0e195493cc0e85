#include "symbols.h"

#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug_info.h"
#include "demangle.h"
#include "perf_map.h"

/* A module as it was built: many processes may have it loaded. */
struct image {
	char *path, *build_id;
	struct debug_info *info; /* NULL: none that can be used */
	enum debug_state state;
};

/* The map of a process's compiled code. */
struct jit {
	const struct process *process;
	struct perf_map *map; /* NULL: it has none */
};

struct looked_up {
	const void *owner; /* an image, or a jit */
	uint64_t address;
	bool is_offset; /* in the file */
	struct symbol_list list;
};

struct symbols {
	struct namer namer; /* first: what users hold */
	const struct symbols_options *options;
	void *images, *jits, *entries; /* of tsearch(3) */
};

static int by_build(const void *left, const void *right)
{
	const struct image *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order ? order : strcmp(a->build_id, b->build_id);
}

static int by_process(const void *left, const void *right)
{
	const struct jit *a = left, *b = right;

	return (a->process > b->process) - (a->process < b->process);
}

static int by_address(const void *left, const void *right)
{
	const struct looked_up *a = left, *b = right;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return a->is_offset - b->is_offset;
}

/* The item like KEY in TREE; a copy of it, of SIZE bytes, if it is new. */
static void *find_or_add(void **tree, const void *key, size_t size,
			 int (*compare)(const void *, const void *),
			 bool *is_new)
{
	void **found = tfind(key, tree, compare);
	void *item;

	*is_new = !found;
	if (found)
		return *found;
	item = must_alloc(size);
	memcpy(item, key, size);
	if (!tsearch(item, tree, compare))
		array_fail();
	return item;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void note_gap(struct symbols_gaps *gaps, const struct image *image)
{
	/* "[vdso]": the kernel's own, and no file. */
	if (image->path[0] == '[')
		return;
	if (image->state == DEBUG_MISSING && gaps->missing++ == 0)
		gaps->first_missing = image->path;
	if (image->state == DEBUG_OTHER && gaps->other++ == 0)
		gaps->first_other = image->path;
}

static void open_image(struct symbols *symbols, struct image *image)
{
	const struct symbols_options *options = symbols->options;
	const char *root = options->sysroot ? options->sysroot : "";
	char *path = must_alloc(strlen(root) + strlen(image->path) + 1);

	sprintf(path, "%s%s", root, image->path);
	image->info = debug_info_open(path, image->build_id, options->folder,
				      &image->state);
	free(path);
	/* The file itself may lie in the folder of the debug data. */
	if (!image->info && options->folder) {
		const char *base = base_name(image->path);

		path = must_alloc(strlen(options->folder) + strlen(base) + 2);
		sprintf(path, "%s/%s", options->folder, base);
		image->info = debug_info_open(path, image->build_id,
					      options->folder, &image->state);
		free(path);
	}
	note_gap(&symbols->namer.gaps, image);
}

static struct image *image_of(struct symbols *symbols,
			      const struct module *module)
{
	struct image key = { .path = module->path,
			     .build_id = module->build_id };
	struct image *image;
	bool is_new;

	image = find_or_add(&symbols->images, &key, sizeof(key), by_build,
			    &is_new);
	if (is_new) {
		image->path = must_copy(module->path);
		image->build_id = must_copy(module->build_id);
		open_image(symbols, image);
	}
	return image;
}

static struct jit *jit_of(struct symbols *symbols,
			  const struct process *process)
{
	struct jit key = { .process = process };
	struct jit *jit;
	bool is_new;

	jit = find_or_add(&symbols->jits, &key, sizeof(key), by_process,
			  &is_new);
	if (is_new)
		jit->map = perf_map_open(process->log, process->pid);
	return jit;
}

static struct symbol *add_symbol(struct symbol_list *list)
{
	list->item = realloc(list->item, (list->len + 1) * sizeof(*list->item));
	if (!list->item)
		array_fail();
	list->item[list->len] = (struct symbol){ 0 };
	return &list->item[list->len++];
}

/* Told innermost first: whatever came before was inlined into this one. */
static void take_function(void *context, const char *linkage_name,
			  const char *file, int line)
{
	struct symbol_list *list = context;
	struct symbol *symbol;

	if (list->len)
		list->item[list->len - 1].is_inlined = true;
	symbol = add_symbol(list);
	symbol->is_known = linkage_name != NULL;
	symbol->is_function = true;
	symbol->name = linkage_name ? demangle(linkage_name)
				    : must_copy("a function without a name");
	symbol->file = file ? must_copy(file) : NULL;
	symbol->line = line;
}

/* "server+0x1234", or the bare address. */
static void take_nothing(struct symbol_list *list, const char *path,
			 uint64_t address)
{
	struct symbol *symbol = add_symbol(list);
	const char *base = base_name(path);

	symbol->name = must_alloc(strlen(base) + 32);
	sprintf(symbol->name, "%s%s0x%" PRIx64, base, base[0] ? "+" : "",
		address);
}

static void look_up_jit(const struct jit *jit, const struct frame *frame,
			struct looked_up *entry)
{
	const char *name = NULL;

	if (jit->map)
		name = perf_map_name(jit->map, entry->address);
	if (name)
		take_function(&entry->list, name, NULL, 0);
	else
		take_nothing(&entry->list, "", frame->address);
}

static void look_up(const struct image *image, const struct frame *frame,
		    struct looked_up *entry)
{
	uint64_t address = entry->address;
	uint64_t start;

	if (image->info && entry->is_offset)
		address = debug_info_address(image->info, address);
	if (!image->info) {
		take_nothing(&entry->list, image->path, frame->address);
	} else if (!debug_info_look_up(image->info, address, take_function,
				       &entry->list)) {
		start = debug_info_function_start(image->info, address);
		take_nothing(&entry->list, image->path,
			     start ? start : frame->address);
		entry->list.item[0].is_function = start != 0;
	}
}

static const struct symbol_list *names(struct namer *namer,
				       const struct process *process,
				       const struct frame *frame)
{
	struct symbols *symbols = (struct symbols *)namer;
	const struct module *module = frame->module ? module_of(process,
								frame->module)
						    : NULL;
	struct image *image = module ? image_of(symbols, module) : NULL;
	struct jit *jit = module ? NULL : jit_of(symbols, process);
	/* A return address is one past the call. */
	struct looked_up key = { .owner = image ? (void *)image : (void *)jit,
				 .address = frame->address - !frame->is_exact,
				 .is_offset = module && module->is_by_offset };
	struct looked_up *entry;
	bool is_new;

	entry = find_or_add(&symbols->entries, &key, sizeof(key), by_address,
			    &is_new);
	if (is_new && image)
		look_up(image, frame, entry);
	else if (is_new)
		look_up_jit(jit, frame, entry);
	return &entry->list;
}

struct namer *symbols_open(const struct symbols_options *options)
{
	struct symbols *symbols = must_alloc(sizeof(*symbols));

	*symbols = (struct symbols){ .namer = { .names = names },
				     .options = options };
	return &symbols->namer;
}

static void free_image(void *item)
{
	struct image *image = item;

	if (image->info)
		debug_info_close(image->info);
	free(image->path);
	free(image->build_id);
	free(image);
}

static void free_jit(void *item)
{
	struct jit *jit = item;

	if (jit->map)
		perf_map_close(jit->map);
	free(jit);
}

static void free_entry(void *item)
{
	struct looked_up *entry = item;

	for (size_t i = 0; i < entry->list.len; i++) {
		free(entry->list.item[i].name);
		free(entry->list.item[i].file);
	}
	free(entry->list.item);
	free(entry);
}

void symbols_close(struct namer *namer)
{
	struct symbols *symbols = (struct symbols *)namer;

	tdestroy(symbols->entries, free_entry);
	tdestroy(symbols->images, free_image);
	tdestroy(symbols->jits, free_jit);
	free(symbols);
}
