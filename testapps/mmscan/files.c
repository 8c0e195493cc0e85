#include "mmscan/files.h"

#include "common/content.h"
#include "common/residency.h"
#include "common/sum.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	TRANSFER_BYTES = 1 << 20
};

static char *path_of(const char *dir, uint64_t number, const char *suffix)
{
	char *path;

	if (asprintf(&path, "%s/data.%llu%s", dir, (unsigned long long)number,
		     suffix) < 0)
		errx(EXIT_FAILURE, "no memory for the name of a file");
	return path;
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t written = write(fd, bytes, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		len -= (size_t)written;
	}
	return 0;
}

static int write_content(int fd, uint64_t number, uint64_t size_bytes)
{
	static char bytes[TRANSFER_BYTES];
	uint64_t at = 0;

	while (at < size_bytes) {
		size_t len = size_bytes - at < sizeof(bytes) ? size_bytes - at
							     : sizeof(bytes);

		content_fill(bytes, number, at, len);
		if (write_all(fd, bytes, len) < 0)
			return -1;
		at += len;
	}
	/* Dirty pages cannot be evicted. */
	return fsync(fd);
}

/* Under another name first: an interrupted one shall not look complete. */
static void make_file(const char *dir, uint64_t number, const char *path,
		      uint64_t size_bytes)
{
	char *part = path_of(dir, number, ".part");
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write_content(fd, number, size_bytes) < 0 ||
	    close(fd) < 0 || rename(part, path) < 0) {
		warn("cannot make %s", path);
		unlink(part);
		exit(EXIT_FAILURE);
	}
	free(part);
}

static uint64_t right_sum(uint64_t number, uint64_t size_bytes)
{
	uint64_t sum = 0;

	/* The stride is a multiple of a word: the word's first byte counts. */
	for (uint64_t at = 0; at < size_bytes; at += SUM_STRIDE)
		sum += (unsigned char)content_word(number, at);
	return sum;
}

static void check_file(const struct scan_file *file, const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		errx(EXIT_FAILURE, "%s: not a file", file->path);
	if ((uint64_t)st->st_size < file->size_bytes)
		errx(EXIT_FAILURE,
		     "%s has %llu bytes, less than --size: remove it, or ask "
		     "for less",
		     file->path, (unsigned long long)st->st_size);
	if (!residency_is_visible(file->path, st))
		errx(EXIT_FAILURE,
		     "%s belongs to user %u: only its owner learns whether it "
		     "is in memory, so run as that user",
		     file->path, st->st_uid);
}

static void open_file(struct scan_file *file, const char *dir, uint64_t number)
{
	struct stat st;

	file->path = path_of(dir, number, "");
	if (access(file->path, F_OK) < 0 && errno == ENOENT)
		make_file(dir, number, file->path, file->size_bytes);
	file->fd = open(file->path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		err(EXIT_FAILURE, "cannot open %s", file->path);
	check_file(file, &st);
	file->right_sum = right_sum(number, file->size_bytes);
}

void files_open(struct files *files, const char *dir, unsigned count,
		uint64_t size_bytes)
{
	*files = (struct files){
		.count = count,
		.size_bytes = size_bytes,
		.each = calloc(count, sizeof(*files->each)),
	};
	if (!files->each)
		err(EXIT_FAILURE, "no memory for %u files", count);
	for (unsigned i = 0; i < count; i++) {
		files->each[i].size_bytes = size_bytes;
		open_file(&files->each[i], dir, i);
	}
}

void files_close(struct files *files)
{
	for (unsigned i = 0; i < files->count; i++) {
		close(files->each[i].fd);
		free(files->each[i].path);
	}
	free(files->each);
	*files = (struct files){ 0 };
}

/* For as long as it is asked about: a mapping that stays would be scanned. */
static void *map_to_ask(const struct scan_file *file)
{
	void *base = mmap(NULL, file->size_bytes, PROT_READ, MAP_SHARED,
			  file->fd, 0);

	if (base == MAP_FAILED)
		err(EXIT_FAILURE, "cannot map %s", file->path);
	return base;
}

void files_evict(const struct files *files)
{
	for (unsigned i = 0; i < files->count; i++) {
		const struct scan_file *file = &files->each[i];
		void *base = map_to_ask(file);
		uint64_t left = residency_evict(file->path, file->fd, base,
						file->size_bytes);

		munmap(base, file->size_bytes);
		if (left)
			errx(EXIT_FAILURE,
			     "%s: %llu pages stay in memory: end the programs "
			     "that have it mapped",
			     file->path, (unsigned long long)left);
	}
}

uint64_t files_absent_pages(const struct files *files)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t absent = 0;

	for (unsigned i = 0; i < files->count; i++) {
		const struct scan_file *file = &files->each[i];
		void *base = map_to_ask(file);

		absent += (file->size_bytes + page_bytes - 1) / page_bytes -
			  residency_pages(file->path, base, file->size_bytes);
		munmap(base, file->size_bytes);
	}
	return absent;
}

static void read_through(const struct scan_file *file)
{
	static char bytes[TRANSFER_BYTES];
	uint64_t at = 0;

	while (at < file->size_bytes) {
		ssize_t got = pread(file->fd, bytes, sizeof(bytes), (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			err(EXIT_FAILURE, "cannot read %s", file->path);
		at += (uint64_t)got;
	}
}

void files_bring_in(const struct files *files)
{
	if (files_absent_pages(files) == 0)
		return;
	for (unsigned i = 0; i < files->count; i++)
		read_through(&files->each[i]);
}
