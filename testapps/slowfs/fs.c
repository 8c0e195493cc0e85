#include "slowfs/fs.h"

#include "common/clock.h"
#include "common/content.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	/* File n has the inode number FIRST_INO + n; the root has 1. */
	FIRST_INO = 2,
	NAME_BYTES = 32,
	/* Reads that wait in the kernel at once, below the thread count. */
	MAX_BACKGROUND = 48,
};

/* Nothing ever changes: the kernel need not ask twice. */
static const double forever_s = 1e6;

/* The requests of one thread come one at a time. */
static _Thread_local uint64_t taken_ns;
static _Thread_local struct {
	char *bytes;
	size_t size;
} reply_buffer;

void fs_thread_took_request(uint64_t at_ns)
{
	taken_ns = at_ns;
}

void fs_thread_ends(void)
{
	free(reply_buffer.bytes);
	reply_buffer.bytes = NULL;
	reply_buffer.size = 0;
}

static char *reply_buffer_of(size_t size)
{
	if (size > reply_buffer.size) {
		char *larger = realloc(reply_buffer.bytes, size);

		if (!larger)
			return NULL;
		reply_buffer.bytes = larger;
		reply_buffer.size = size;
	}
	return reply_buffer.bytes;
}

static bool is_file(const struct fs *fs, fuse_ino_t ino)
{
	return ino >= FIRST_INO && ino - FIRST_INO < fs->files;
}

static unsigned number_of(fuse_ino_t ino)
{
	return (unsigned)(ino - FIRST_INO);
}

static uint64_t size_of(const struct fs *fs, unsigned number)
{
	return fs->contents.files ? fs->contents.sizes[number] : fs->size_bytes;
}

static void fill_stat(const struct fs *fs, fuse_ino_t ino, struct stat *st)
{
	bool file = is_file(fs, ino);
	uint64_t size_bytes = file ? size_of(fs, number_of(ino)) : 0;

	*st = (struct stat){
		.st_ino = ino,
		.st_mode = file ? S_IFREG | 0444 : S_IFDIR | 0555,
		.st_nlink = file ? 1 : 2,
		.st_uid = fs->uid,
		.st_gid = fs->gid,
		.st_size = (off_t)size_bytes,
		.st_blocks = (blkcnt_t)((size_bytes + 511) / 512),
		.st_mtim.tv_sec = fs->made_at,
		.st_ctim.tv_sec = fs->made_at,
		.st_atim.tv_sec = fs->made_at,
	};
}

static void fs_init(void *data, struct fuse_conn_info *conn)
{
	const struct fs *fs = data;

	/* Readahead is the only background reader, and is asynchronous. */
	conn->max_background = MAX_BACKGROUND;
	conn->congestion_threshold = MAX_BACKGROUND;
	conn->want &= ~(unsigned)FUSE_CAP_AUTO_INVAL_DATA;
	if (conn->max_readahead > fs->readahead_bytes)
		conn->max_readahead = fs->readahead_bytes;
}

static void fs_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	const struct fs *fs = fuse_req_userdata(req);
	struct fuse_entry_param entry = {
		.attr_timeout = forever_s,
		.entry_timeout = forever_s,
	};
	char expected[NAME_BYTES];
	uint64_t number;

	if (parent != FUSE_ROOT_ID || !content_file_number(name, &number) ||
	    number >= fs->files) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	/* One name a file: "data.00" is none. */
	snprintf(expected, sizeof(expected), "data.%u", (unsigned)number);
	if (strcmp(name, expected) != 0) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	entry.ino = FIRST_INO + number;
	fill_stat(fs, entry.ino, &entry.attr);
	fuse_reply_entry(req, &entry);
}

static void fs_getattr(fuse_req_t req, fuse_ino_t ino,
		       struct fuse_file_info *file)
{
	const struct fs *fs = fuse_req_userdata(req);
	struct stat st;

	(void)file;
	if (ino != FUSE_ROOT_ID && !is_file(fs, ino)) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	fill_stat(fs, ino, &st);
	fuse_reply_attr(req, &st, forever_s);
}

/* Entry 0 is ".", 1 is "..", 2 + n is file n; an offset is the next entry. */
static size_t add_entry(fuse_req_t req, const struct fs *fs, uint64_t index,
			char *at, size_t room)
{
	char name[NAME_BYTES];
	struct stat st;

	if (index < 2)
		strcpy(name, index == 0 ? "." : "..");
	else
		snprintf(name, sizeof(name), "data.%u", (unsigned)index - 2);
	fill_stat(fs, index < 2 ? FUSE_ROOT_ID : FIRST_INO + index - 2, &st);
	return fuse_add_direntry(req, at, room, name, &st, (off_t)index + 1);
}

static void fs_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t from,
		       struct fuse_file_info *file)
{
	const struct fs *fs = fuse_req_userdata(req);
	char *bytes = reply_buffer_of(size);
	size_t used = 0;

	(void)file;
	if (ino != FUSE_ROOT_ID || !bytes) {
		fuse_reply_err(req, bytes ? ENOTDIR : ENOMEM);
		return;
	}
	for (uint64_t i = (uint64_t)from; i < UINT64_C(2) + fs->files; i++) {
		size_t need = add_entry(req, fs, i, bytes + used, size - used);

		if (need > size - used)
			break;
		used += need;
	}
	fuse_reply_buf(req, bytes, used);
}

static void fs_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *file)
{
	if (!is_file(fuse_req_userdata(req), ino)) {
		fuse_reply_err(req, EISDIR);
		return;
	}
	if ((file->flags & O_ACCMODE) != O_RDONLY) {
		fuse_reply_err(req, EROFS);
		return;
	}
	/* Cold or warm is then a matter of eviction only, not of opening. */
	file->keep_cache = 1;
	fuse_reply_open(req, file);
}

/* The bytes of READ. 0 or -errno. */
static int fill(const struct fs *fs, const struct disk_read *read, char *bytes)
{
	if (fs->contents.files)
		return contents_read(&fs->contents, read->file, read->offset,
				     bytes, read->len_bytes);
	content_fill(bytes, read->file, read->offset, read->len_bytes);
	return 0;
}

static void fs_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
		    struct fuse_file_info *file)
{
	struct fs *fs = fuse_req_userdata(req);
	struct disk_read read = {
		.file = number_of(ino),
		.offset = (uint64_t)offset,
		.start_ns = taken_ns,
	};
	struct disk_answer answer;
	char *bytes = reply_buffer_of(size);
	uint64_t size_bytes = size_of(fs, read.file);
	int error;

	(void)file;
	if (!bytes) {
		fuse_reply_err(req, ENOMEM);
		return;
	}
	if (read.offset < size_bytes)
		read.len_bytes = size < size_bytes - read.offset
					 ? size
					 : size_bytes - read.offset;
	/* The work is done within the latency, not on top of it. */
	answer = latency_answer(&fs->latency, &read);
	error = fill(fs, &read, bytes);
	if (error)
		answer.error = -error;
	sleep_until_ns(answer.due_ns);
	record_read(&fs->record, &read, &answer, now_ns());
	if (answer.error)
		fuse_reply_err(req, answer.error);
	else
		fuse_reply_buf(req, bytes, read.len_bytes);
}

const struct fuse_lowlevel_ops fs_operations = {
	.init = fs_init,
	.lookup = fs_lookup,
	.getattr = fs_getattr,
	.readdir = fs_readdir,
	.open = fs_open,
	.read = fs_read,
};
