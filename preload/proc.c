#include "proc.h"

#include <errno.h>
#include <string.h>

#include "sys.h"
#include "text.h"

/* A line of maps: 73 columns and a path of at most 4096 escaped bytes. */
#define READ_BYTES 65536

long proc_read(const char *path, char *to, size_t size)
{
	long fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
	size_t len = 0;
	long got = 0;

	to[0] = '\0';
	if (fd < 0)
		return fd;
	while (len < size - 1) {
		got = sys_read((int)fd, to + len, size - 1 - len);
		if (got == -EINTR)
			continue;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	sys_close((int)fd);
	to[len] = '\0';
	return got < 0 ? got : (long)len;
}

bool proc_file_has(const char *path, const char *text)
{
	char block[1024 + 64];
	size_t keep = strlen(text) - 1, len = 0;
	long fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
	bool is_found = false;
	long got;

	if (fd < 0)
		return false;
	/* The end of each block stays for a text that straddles two. */
	while (!is_found && (got = sys_read((int)fd, block + len, 1024)) > 0) {
		len += (size_t)got;
		is_found = memmem(block, len, text, keep + 1) != NULL;
		if (len > keep) {
			memmove(block, block + len - keep, keep);
			len = keep;
		}
	}
	sys_close((int)fd);
	return is_found;
}

/* Reads VALUE in hexadecimal, then the character END. */
static bool hex_then(const char **at, uint64_t *value, char end)
{
	return text_parse_hex(at, value) && *(*at)++ == end;
}

/* The kernel writes a newline in a path as \012, and nothing else so. */
static void unescape(char *path)
{
	char *to = path;

	for (; *path; path++) {
		if (strncmp(path, "\\012", 4) == 0) {
			*to++ = '\n';
			path += 3;
		} else {
			*to++ = *path;
		}
	}
	*to = '\0';
}

bool proc_map_parse(char *line, struct proc_map *map)
{
	const char *at = line;
	uint64_t major, minor;
	char *path;

	if (!hex_then(&at, &map->start, '-') || !hex_then(&at, &map->end, ' '))
		return false;
	if (strlen(at) < 5 || at[4] != ' ')
		return false;
	memcpy(map->prot, at, 3);
	map->prot[3] = '\0';
	map->is_shared = at[3] == 's';
	at += 5;
	if (!hex_then(&at, &map->offset, ' ') || !hex_then(&at, &major, ':') ||
	    !hex_then(&at, &minor, ' ') || !text_parse_u64(&at, &map->inode))
		return false;
	map->dev_major = (uint32_t)major;
	map->dev_minor = (uint32_t)minor;
	path = line + (at - line) + strspn(at, " ");
	unescape(path);
	map->path = path;
	return true;
}

/* Hands every complete line of BUFFER to EACH; returns the bytes consumed. */
static size_t take_lines(char *buffer, size_t len, proc_map_fn *each,
			 void *context)
{
	size_t done = 0;
	char *end;

	while ((end = memchr(buffer + done, '\n', len - done))) {
		struct proc_map map;

		*end = '\0';
		if (proc_map_parse(buffer + done, &map))
			each(context, &map);
		done = (size_t)(end - buffer) + 1;
	}
	return done;
}

bool proc_maps_each(proc_map_fn *each, void *context)
{
	static char buffer[READ_BYTES];
	long fd = sys_open("/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
	size_t len = 0;
	long got;

	if (fd < 0)
		return false;
	while ((got = sys_read((int)fd, buffer + len, sizeof(buffer) - len)) >
		       0 ||
	       got == -EINTR) {
		size_t done;

		if (got < 0)
			continue;
		len += (size_t)got;
		done = take_lines(buffer, len, each, context);
		len -= done;
		memmove(buffer, buffer + done, len);
	}
	sys_close((int)fd);
	return got == 0;
}

bool proc_stat_parse(const char *stat, struct proc_faults *faults)
{
	/* The name may hold spaces and parentheses: begin after its last. */
	const char *at = strrchr(stat, ')');
	uint64_t skipped;

	/* Fields 3 to 9, then 10 minflt, 11 cminflt, 12 majflt. */
	for (int field = 3; at && field <= 10; field++)
		at = strchr(at + 1, ' ');
	if (!at)
		return false;
	at++;
	return text_parse_u64(&at, &faults->minor) && *at++ == ' ' &&
	       text_parse_u64(&at, &skipped) && *at++ == ' ' &&
	       text_parse_u64(&at, &faults->major);
}

static void thread_path(struct text *path, int tid, const char *file)
{
	text_add(path, "/proc/self/task/");
	text_add_u64(path, (uint64_t)tid);
	text_add(path, file);
}

bool proc_thread_faults(int tid, struct proc_faults *faults)
{
	char path[64], stat[1024];
	struct text text = text_in(path, sizeof(path));

	thread_path(&text, tid, "/stat");
	return proc_read(path, stat, sizeof(stat)) > 0 &&
	       proc_stat_parse(stat, faults);
}

/* "running", or number, arguments (none for -1: not in a system call), stack
 * pointer and instruction: the last two words. */
bool proc_syscall_parse(const char *text, uint64_t *sp, uint64_t *pc)
{
	const char *words[2] = { NULL, NULL };

	for (const char *at = text; (at = strstr(at, " 0x")); at += 3) {
		words[0] = words[1];
		words[1] = at + 3;
	}
	return words[0] && text_parse_hex(&words[0], sp) &&
	       text_parse_hex(&words[1], pc);
}

bool proc_thread_asleep(int tid, uint64_t *sp, uint64_t *pc)
{
	char path[64], text[256];
	struct text name = text_in(path, sizeof(path));

	thread_path(&name, tid, "/syscall");
	return proc_read(path, text, sizeof(text)) > 0 &&
	       proc_syscall_parse(text, sp, pc);
}

void proc_thread_name(int tid, char *name, size_t size)
{
	char path[64];
	struct text text = text_in(path, sizeof(path));
	char *end;

	thread_path(&text, tid, "/comm");
	proc_read(path, name, size);
	end = strrchr(name, '\n');
	if (end)
		*end = '\0';
}
