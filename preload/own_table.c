#include "own_table.h"

#include "sys.h"
#include "text.h"

/* What getdents64(2) returns; no header of libc has it. */
struct linux_dirent64 {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type;
	char d_name[];
};

/* One by one, where the kernel has no close_range (before Linux 5.9). */
static void close_each(void)
{
	char entries[2048];
	long fd = sys_open("/proc/thread-self/fd", O_RDONLY | O_DIRECTORY, 0);
	long got;

	while (fd >= 0 &&
	       (got = sys_getdents64((int)fd, entries, sizeof(entries))) > 0) {
		for (long at = 0; at < got;) {
			const struct linux_dirent64 *entry = (void *)(entries +
								      at);
			const char *name = entry->d_name;
			uint64_t number;

			if (text_parse_u64(&name, &number) &&
			    number != (uint64_t)fd)
				sys_close((int)number);
			at += entry->d_reclen;
		}
	}
	if (fd >= 0)
		sys_close((int)fd);
}

void own_table_empty(void)
{
	if (sys_call(SYS_close_range, 0, ~0U, 0, 0) < 0)
		close_each();
	for (int fd = 0; fd < 3; fd++)
		sys_open("/dev/null", O_RDWR, 0);
}
