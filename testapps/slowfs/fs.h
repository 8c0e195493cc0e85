/*
 * The file system itself: one folder with read-only files data.0, data.1, …
 * as FUSE operations. Only reads are slow.
 */
#ifndef SLOWFS_FS_H
#define SLOWFS_FS_H

#define FUSE_USE_VERSION 35

#include "slowfs/contents.h"
#include "slowfs/latency.h"
#include "slowfs/record.h"

#include <fuse_lowlevel.h>
#include <time.h>

struct fs {
	uint64_t size_bytes; /* of each file whose bytes are generated */
	unsigned files;
	struct contents contents; /* of the others: all or none */
	uid_t uid;
	gid_t gid;
	time_t made_at;           /* constant: a new mtime would drop caches */
	unsigned readahead_bytes; /* what the kernel is told when mounting */
	struct latency latency;
	struct record record;
};

/* The session's user data is a struct fs. */
extern const struct fuse_lowlevel_ops fs_operations;

/*
 * A thread that serves requests tells when it took the one that it is about to
 * process, and that it ends.
 */
void fs_thread_took_request(uint64_t at_ns);
void fs_thread_ends(void);

#endif
