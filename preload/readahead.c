#include "readahead.h"

#include "proc.h"
#include "text.h"

/* Beyond it no number is believed. */
#define KIB_MAX (UINT64_C(1) << 32)

static int64_t read_bytes(const char *sysfs, const char *folder, uint32_t major,
			  uint32_t minor, const char *file)
{
	char path[256], number[32];
	struct text text = text_in(path, sizeof(path));
	const char *at = number;
	uint64_t kib;

	text_add(&text, sysfs);
	text_add(&text, folder);
	text_add_u64(&text, major);
	text_add_char(&text, ':');
	text_add_u64(&text, minor);
	text_add(&text, file);
	if (proc_read(path, number, sizeof(number)) <= 0 ||
	    !text_parse_u64(&at, &kib) || kib > KIB_MAX)
		return -1;
	return (int64_t)(kib * 1024);
}

/*
 * A FUSE file system on a block device has the device's number, and readahead
 * of its own (fs/fuse/inode.c, fuse_bdi_init). A partition has none: the folder
 * above its own is the disk's.
 */
static int64_t ask(const char *sysfs, uint32_t major, uint32_t minor)
{
	static const char *const places[][2] = {
		{ "/class/bdi/", "-fuseblk/read_ahead_kb" },
		{ "/class/bdi/", "/read_ahead_kb" },
		{ "/dev/block/", "/../bdi/read_ahead_kb" },
	};
	int64_t bytes = -1;

	for (unsigned i = 0; bytes < 0 && i < 3; i++)
		bytes = read_bytes(sysfs, places[i][0], major, minor,
				   places[i][1]);
	return bytes;
}

int64_t readahead_bytes(struct readahead *table, const char *sysfs,
			uint32_t major, uint32_t minor)
{
	int64_t bytes;

	for (unsigned i = 0; i < table->devices; i++) {
		if (table->device[i].major == major &&
		    table->device[i].minor == minor)
			return table->device[i].bytes;
	}
	bytes = ask(sysfs, major, minor);
	if (table->devices < READAHEAD_DEVICES) {
		table->device[table->devices].major = major;
		table->device[table->devices].minor = minor;
		table->device[table->devices++].bytes = bytes;
	}
	return bytes;
}
