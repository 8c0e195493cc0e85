/*
 * Mounting, and what can only be set on a mount that works. Every function
 * that returns false has printed one sentence on stderr.
 */
#ifndef SLOWFS_MOUNT_H
#define SLOWFS_MOUNT_H

#include "slowfs/fs.h"
#include "slowfs/options.h"

/*
 * Mounts on options->mountpoint, which must stay valid. NULL on failure. The
 * caller ends it with fuse_session_unmount() and fuse_session_destroy().
 */
struct fuse_session *mount_session(struct fs *fs,
				   const struct options *options);

/* With the session being served: are the files there, as ordered? */
bool mount_is_ready(const struct options *options);

#endif
