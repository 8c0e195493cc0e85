/*
 * The part of mappings.h that names things: the table of files, and the
 * comparison with /proc/self/maps.
 */
#include <string.h>
#include <sys/mman.h>

#include "mappings.h"
#include "proc.h"
#include "ranges.h"
#include "sys.h"

#define PATHS_CHUNK_BYTES (256u << 10)
#define PATHS_MAX_BYTES   (16u << 20)

/* Copies PATH to where it stays. "" when the budget is spent. */
static const char *keep_path(struct mappings *table, const char *path)
{
	size_t len = strlen(path) + 1;
	char *copy;

	if (len == 1 || len > PATHS_CHUNK_BYTES)
		return "";
	if (!table->paths || table->paths_used + len > PATHS_CHUNK_BYTES) {
		char *chunk = NULL;

		if (table->paths_bytes < PATHS_MAX_BYTES)
			chunk = sys_alloc(PATHS_CHUNK_BYTES);
		if (!chunk) {
			table->refused++;
			return "";
		}
		table->paths = chunk;
		table->paths_used = 0;
		table->paths_bytes += PATHS_CHUNK_BYTES;
	}
	copy = table->paths + table->paths_used;
	memcpy(copy, path, len);
	table->paths_used += len;
	return copy;
}

/* Length of PATH as it was while the file had a name. */
static size_t live_len(const char *path)
{
	static const char gone[] = " (deleted)";
	size_t len = strlen(path), gone_len = sizeof(gone) - 1;

	if (len > gone_len && strcmp(path + len - gone_len, gone) == 0)
		return len - gone_len;
	return len;
}

static bool same_path(const char *a, const char *b)
{
	size_t len = live_len(a);

	return len == live_len(b) && memcmp(a, b, len) == 0;
}

/*
 * The same file: by its path and inode. Devices are compared only without a
 * path: some file systems show one number in /proc and another in stat(2).
 */
static bool is_same(const struct mapped_file *a, const struct mapped_file *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind != MEMORY_FILE)
		return strcmp(a->path, b->path) == 0;
	if (a->inode != b->inode || !same_path(a->path, b->path))
		return false;
	return a->path[0] ||
	       (a->dev_major == b->dev_major && a->dev_minor == b->dev_minor);
}

uint32_t mappings_file(struct mappings *table, const struct mapped_file *like)
{
	struct mapped_file *file;

	/* Newest first: programs map the same few files again and again. */
	for (size_t i = table->files.len; i-- > 0;) {
		file = vec_at(&table->files, struct mapped_file, i);
		if (is_same(file, like))
			return file->id;
	}
	file = vec_push(&table->files);
	if (!file) {
		table->refused++;
		return 0;
	}
	*file = *like;
	file->id = (uint32_t)table->files.len;
	file->path = keep_path(table, like->path);
	file->is_logged = false;
	return file->id;
}

struct mapped_file *mappings_file_at(struct mappings *table, uint32_t id)
{
	if (!id || id > table->files.len)
		return NULL;
	return vec_at(&table->files, struct mapped_file, id - 1);
}

static enum memory_kind kind_of(const struct proc_map *map)
{
	/* A mapped file has an inode, or at least an absolute path. */
	if (map->inode || map->path[0] == '/')
		return MEMORY_FILE;
	if (strcmp(map->path, "[heap]") == 0)
		return MEMORY_HEAP;
	if (strncmp(map->path, "[stack", 6) == 0)
		return MEMORY_STACK;
	if (map->path[0] == '\0' || strncmp(map->path, "[anon", 5) == 0)
		return MEMORY_ANON;
	return MEMORY_SPECIAL;
}

static uint8_t prot_of(const struct proc_map *map)
{
	return (uint8_t)((map->prot[0] == 'r' ? PROT_READ : 0) |
			 (map->prot[1] == 'w' ? PROT_WRITE : 0) |
			 (map->prot[2] == 'x' ? PROT_EXEC : 0));
}

struct comparison {
	struct mappings *table;
	uint64_t since_ns;
	uint64_t at; /* end of the line before: holes lie from there on */
};

/* Nothing lies between the last line and START: forget what the table has. */
static void compare_hole(struct comparison *comparison, uint64_t start)
{
	if (comparison->at < start)
		mappings_clear(comparison->table, comparison->at, start,
			       comparison->since_ns);
}

static void compare_line(void *context, const struct proc_map *map)
{
	struct comparison *comparison = context;
	struct mapping line = {
		.start = map->start,
		.end = map->end,
		.offset = map->offset,
		.born_ns = comparison->since_ns,
		.prot = prot_of(map),
		.is_shared = map->is_shared,
	};
	struct mapped_file like = {
		.kind = kind_of(map),
		.dev_major = map->dev_major,
		.dev_minor = map->dev_minor,
		.inode = map->inode,
		.path = map->path,
	};

	if (like.kind == MEMORY_FILE)
		ranges_mark(map->start, map->end - map->start);
	compare_hole(comparison, map->start);
	comparison->at = map->end;
	line.file = mappings_file(comparison->table, &like);
	if (line.file)
		mappings_see(comparison->table, &line,
			     like.kind == MEMORY_FILE);
}

bool mappings_read_proc(struct mappings *table, uint64_t since_ns)
{
	struct comparison comparison = { .table = table, .since_ns = since_ns };

	return proc_maps_each(compare_line, &comparison);
}
