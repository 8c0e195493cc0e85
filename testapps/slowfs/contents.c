#include "slowfs/contents.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Takes FD in, or closes it. */
static int add(struct contents *contents, int fd)
{
	size_t count = contents->files + 1;
	int *fds = reallocarray(contents->fds, count, sizeof(*fds));
	uint64_t *sizes;
	struct stat st;
	int error;

	if (fds)
		contents->fds = fds;
	sizes = reallocarray(contents->sizes, count, sizeof(*sizes));
	if (sizes)
		contents->sizes = sizes;
	error = !fds || !sizes ? ENOMEM : fstat(fd, &st) < 0 ? errno : 0;
	if (error) {
		close(fd);
		return -error;
	}
	fds[contents->files] = fd;
	sizes[contents->files] = (uint64_t)st.st_size;
	contents->files++;
	if (contents->largest_bytes < (uint64_t)st.st_size)
		contents->largest_bytes = (uint64_t)st.st_size;
	return 0;
}

int contents_open(struct contents *contents, const char *folder)
{
	int error = 0;

	*contents = (struct contents){ 0 };
	while (!error) {
		char *path;
		int fd;

		if (asprintf(&path, "%s/data.%u", folder, contents->files) < 0)
			return -ENOMEM;
		fd = open(path, O_RDONLY | O_CLOEXEC);
		error = fd < 0 ? -errno : add(contents, fd);
		free(path);
	}
	if (error == -ENOENT && contents->files)
		return 0;
	contents_close(contents);
	return error;
}

void contents_close(struct contents *contents)
{
	for (unsigned i = 0; i < contents->files; i++)
		close(contents->fds[i]);
	free(contents->fds);
	free(contents->sizes);
	*contents = (struct contents){ 0 };
}

int contents_read(const struct contents *contents, unsigned file,
		  uint64_t offset, char *to, size_t len)
{
	while (len) {
		ssize_t got = pread(contents->fds[file], to, len,
				    (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : -EIO; /* it was cut */
		to += got;
		offset += (uint64_t)got;
		len -= (size_t)got;
	}
	return 0;
}
