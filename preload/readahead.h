/*
 * How far the kernel reads ahead on a device, as sysfs says it
 * (Documentation/ABI/testing/sysfs-class-bdi: read_ahead_kb). It is what a file
 * begins with when it is opened: madvise and posix_fadvise change it for one
 * mapping or descriptor. Collector thread only.
 */
#ifndef MMSTALL_READAHEAD_H
#define MMSTALL_READAHEAD_H

#include <stdint.h>

/* So many devices are asked once; files on more of them ask each time. */
#define READAHEAD_DEVICES 16

struct readahead {
	struct {
		uint32_t major, minor;
		int64_t bytes;
	} device[READAHEAD_DEVICES];
	unsigned devices;
};

/*
 * The bytes that the device MAJOR:MINOR reads ahead at most, 0 for none, from
 * SYSFS ("/sys"). Negative: not known (no such device there, as of tmpfs, btrfs
 * and overlayfs, or sysfs is not readable).
 */
int64_t readahead_bytes(struct readahead *table, const char *sysfs,
			uint32_t major, uint32_t minor);

#endif
