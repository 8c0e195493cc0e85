#include "slowfs/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <err.h>

/* What the kernel offers a FUSE file system when it is mounted. */
#define KERNEL_READAHEAD_BYTES (128 << 10)

/*
 * libfuse and its helper fusermount3 tell why they failed on stderr, in words
 * and lines of their own: they are collected, to become one sentence.
 */
struct stderr_capture {
	int saved_fd;
	int memory_fd;
};

static void capture_begin(struct stderr_capture *capture)
{
	fflush(stderr);
	capture->saved_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	capture->memory_fd = memfd_create("stderr", MFD_CLOEXEC);
	if (capture->saved_fd >= 0 && capture->memory_fd >= 0)
		dup2(capture->memory_fd, STDERR_FILENO);
}

/* The first line goes to why, or nothing if there is none. */
static void capture_end(struct stderr_capture *capture, char *why, size_t size)
{
	ssize_t len = 0;

	if (capture->saved_fd >= 0 && capture->memory_fd >= 0) {
		fflush(stderr);
		dup2(capture->saved_fd, STDERR_FILENO);
		len = pread(capture->memory_fd, why, size - 1, 0);
	}
	if (capture->saved_fd >= 0)
		close(capture->saved_fd);
	if (capture->memory_fd >= 0)
		close(capture->memory_fd);
	why[len > 0 ? len : 0] = '\0';
	why[strcspn(why, "\n")] = '\0';
}

static bool device_is_usable(void)
{
	if (access("/dev/fuse", R_OK | W_OK) == 0)
		return true;
	if (errno == ENOENT)
		warnx("there is no /dev/fuse: load the kernel's module fuse, "
		      "or start the container with --device /dev/fuse");
	else
		warnx("cannot open /dev/fuse (%s): run as root, or let this "
		      "user read and write it",
		      strerror(errno));
	return false;
}

static struct fuse_session *new_session(struct fs *fs,
					const struct options *options)
{
	char mount_options[128];
	char *argv[] = { "slowfs", mount_options, NULL };
	struct fuse_args args = FUSE_ARGS_INIT(2, argv);
	struct fuse_session *session;

	snprintf(mount_options, sizeof(mount_options),
		 "-ofsname=slowfs,subtype=slowfs,ro,default_permissions%s",
		 options->allow_other ? ",allow_other" : "");
	session = fuse_session_new(&args, &fs_operations, sizeof(fs_operations),
				   fs);
	fuse_opt_free_args(&args);
	return session;
}

struct fuse_session *mount_session(struct fs *fs, const struct options *options)
{
	struct stderr_capture capture;
	struct fuse_session *session;
	char why[256];

	if (!device_is_usable())
		return NULL;
	capture_begin(&capture);
	session = new_session(fs, options);
	if (session && fuse_session_mount(session, options->mountpoint) != 0) {
		fuse_session_destroy(session);
		session = NULL;
	}
	capture_end(&capture, why, sizeof(why));
	if (!session)
		warnx("cannot mount on %s: %s", options->mountpoint,
		      *why ? why : "libfuse gives no reason");
	return session;
}

/*
 * The kernel takes a smaller readahead from the file system when mounting, a
 * larger one only from root through its backing device.
 */
static bool raise_readahead(const struct options *options, dev_t device)
{
	char path[96], text[32];
	int fd, len;
	ssize_t written = -1;

	snprintf(path, sizeof(path), "/sys/class/bdi/%u:%u/read_ahead_kb",
		 major(device), minor(device));
	len = snprintf(text, sizeof(text), "%llu\n",
		       (unsigned long long)options->readahead_bytes / 1024);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		written = write(fd, text, (size_t)len);
		close(fd);
	}
	if (written == len)
		return true;
	warnx("--readahead above 128K cannot be set in %s (%s): run as root, "
	      "or ask for less",
	      path, strerror(errno));
	return false;
}

bool mount_is_ready(const struct options *options)
{
	char path[PATH_MAX];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/data.0", options->mountpoint) >=
	    (int)sizeof(path)) {
		warnx("%s: too long a name", options->mountpoint);
		return false;
	}
	if (stat(path, &st) < 0) {
		warn("mounted, but %s cannot be seen", path);
		return false;
	}
	return options->readahead_bytes <= KERNEL_READAHEAD_BYTES ||
	       raise_readahead(options, st.st_dev);
}
