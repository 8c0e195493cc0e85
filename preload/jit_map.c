#include "jit_map.h"

#include <errno.h>
#include <limits.h>

#include "sys.h"
#include "text.h"

/* A larger one is not kept: a process should not be long about its end. */
#define BYTES_MAX (64u << 20)

static int open_map(void)
{
	char path[64];
	struct text text = text_in(path, sizeof(path));
	struct stat facts;
	long file;

	text_add(&text, "/tmp/perf-");
	text_add_u64(&text, (uint64_t)sys_getpid());
	text_add(&text, ".map");
	file = sys_open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
			0);
	if (file < 0)
		return -1;
	/* Anybody can put a file there. */
	if (sys_call(SYS_fstat, file, &facts, 0, 0) ||
	    !S_ISREG(facts.st_mode) ||
	    facts.st_uid != (uid_t)sys_call(SYS_geteuid, 0, 0, 0, 0) ||
	    facts.st_size > BYTES_MAX) {
		sys_close((int)file);
		return -1;
	}
	return (int)file;
}

static void copy(int from, int to)
{
	static char bytes[65536];
	long got;

	while ((got = sys_read(from, bytes, sizeof(bytes))) > 0) {
		for (long done = 0, put; done < got; done += put) {
			put = sys_write(to, bytes + done, (size_t)(got - done));
			if (put <= 0)
				return;
		}
	}
}

static long create(const char *path)
{
	return sys_open(path,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0600);
}

void jit_map_keep(const char *log)
{
	char path[PATH_MAX];
	struct text text = text_in(path, sizeof(path));
	int from = open_map();
	long to;

	if (from < 0)
		return;
	text_add(&text, log);
	text_add(&text, ".perf-map");
	to = text.is_cut ? -1 : create(path);
	/* The log is new: what is there was kept for one that is gone, and has
	 * the names of other functions. */
	if (to == -EEXIST && sys_call(SYS_unlinkat, AT_FDCWD, path, 0, 0) == 0)
		to = create(path);
	if (to >= 0) {
		copy(from, (int)to);
		sys_close((int)to);
	}
	sys_close(from);
}
