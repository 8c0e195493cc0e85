#include "slowfs/record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int record_open(struct record *record, const char *path)
{
	struct stat st;

	record->fd = -1;
	atomic_init(&record->missed, 0);
	if (!path)
		return 0;
	record->fd = open(path,
			  O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
			  0600);
	if (record->fd < 0)
		return -errno;
	/* An older file keeps its mode through O_CREAT; a pipe is not ours. */
	if (fstat(record->fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    fchmod(record->fd, 0600) < 0)
		return -errno;
	return 0;
}

void record_read(struct record *record, const struct disk_read *read,
		 const struct disk_answer *answer, uint64_t end_ns)
{
	char line[192], error[24] = "";
	ssize_t written;
	int len;

	if (record->fd < 0)
		return;
	if (answer->error)
		snprintf(error, sizeof(error), ",\"error\":%d", answer->error);
	len = snprintf(line, sizeof(line),
		       "{\"file\":\"data.%u\",\"offset\":%" PRIu64
		       ",\"len\":%zu,\"start_ns\":%" PRIu64
		       ",\"due_ns\":%" PRIu64 ",\"end_ns\":%" PRIu64 "%s}\n",
		       read->file, read->offset, read->len_bytes,
		       read->start_ns, answer->due_ns, end_ns, error);
	do {
		written = write(record->fd, line, (size_t)len);
	} while (written < 0 && errno == EINTR);
	if (written != len)
		atomic_fetch_add_explicit(&record->missed, 1,
					  memory_order_relaxed);
}

unsigned record_close(struct record *record)
{
	unsigned missed = atomic_load_explicit(&record->missed,
					       memory_order_relaxed);

	/* Some file systems report a full disk only here. */
	if (record->fd >= 0 && close(record->fd) < 0)
		missed++;
	record->fd = -1;
	return missed;
}
