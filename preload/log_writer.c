#include "log_writer.h"

#include <errno.h>
#include <string.h>

#include "sys.h"

int log_writer_open(struct log_writer *log, const char *path,
		    uint64_t max_bytes)
{
	long fd;

	*log = (struct log_writer){ .fd = -1, .max_bytes = max_bytes };
	log->buffer = sys_alloc(LOG_BUFFER_BYTES);
	if (!log->buffer)
		return -ENOMEM;
	fd = sys_open(path,
		      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC |
			      O_APPEND,
		      0600);
	if (fd < 0) {
		sys_munmap(log->buffer, LOG_BUFFER_BYTES);
		log->buffer = NULL;
		return (int)fd;
	}
	log->fd = (int)fd;
	return 0;
}

/* How many bytes of RECORDs may wait; ordinary ones leave the reserve. */
static size_t room(const struct log_writer *log, bool is_essential)
{
	size_t limit = LOG_BUFFER_BYTES;

	if (!is_essential)
		limit -= LOG_RESERVE_BYTES;
	return log->len < limit ? limit - log->len : 0;
}

void log_writer_add(struct log_writer *log, const char *record, size_t len,
		    bool is_essential, uint64_t now_ns)
{
	bool is_over = !is_essential &&
		       (log->taken_bytes > log->max_bytes ||
			len > log->max_bytes - log->taken_bytes);

	if (len > room(log, is_essential))
		log_writer_flush(log);
	if (!len || is_over || len > room(log, is_essential)) {
		log->dropped++;
		return;
	}
	memcpy(log->buffer + log->len, record, len);
	if (!log->len)
		log->first_ns = now_ns;
	log->len += len;
	log->taken_bytes += len;
	log->records++;
}

void log_writer_flush(struct log_writer *log)
{
	size_t done = 0;

	log->error = 0;
	while (done < log->len) {
		long wrote = sys_write(log->fd, log->buffer + done,
				       log->len - done);

		if (wrote == -EINTR)
			continue;
		if (wrote <= 0) {
			log->error = wrote ? (int)-wrote : EIO;
			break;
		}
		done += (size_t)wrote;
	}
	log->len -= done;
	if (done)
		memmove(log->buffer, log->buffer + done, log->len);
	if (!log->len)
		log->first_ns = 0;
}

void log_writer_close(struct log_writer *log)
{
	log_writer_flush(log);
	if (log->fd >= 0)
		sys_close(log->fd);
	if (log->buffer)
		sys_munmap(log->buffer, LOG_BUFFER_BYTES);
	log->fd = -1;
	log->buffer = NULL;
}
