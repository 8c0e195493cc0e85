#include "mmscan/task.h"

#include "common/sum.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void task_init(struct task *task, const struct scan_file *file,
	       const struct tuning *tuning, const struct cure *cure,
	       bool with_buffer)
{
	*task = (struct task){
		.file = file,
		.tuning = tuning,
		.cure = cure,
		.fd = open(file->path, O_RDONLY | O_CLOEXEC),
	};
	if (task->fd < 0)
		err(EXIT_FAILURE, "cannot open %s", file->path);
	if (!with_buffer)
		return;
	task->buffer = malloc(tuning->chunk_bytes);
	if (!task->buffer)
		errx(EXIT_FAILURE, "no memory for a chunk");
	memset(task->buffer, 0xff, tuning->chunk_bytes);
}

void task_release(struct task *task)
{
	if (task->base)
		munmap(task->base, task->file->size_bytes);
	close(task->fd);
	free(task->buffer);
	*task = (struct task){ 0 };
}

uint64_t task_chunk_bytes(const struct task *task)
{
	uint64_t left = task->file->size_bytes - task->at;

	return left < task->tuning->chunk_bytes ? left
						: task->tuning->chunk_bytes;
}

void task_map(struct task *task)
{
	const struct scan_file *file = task->file;
	const struct cure *cure = task->cure;
	void *base = mmap(NULL, file->size_bytes, PROT_READ,
			  MAP_SHARED | cure->map_flags, task->fd, 0);

	if (base == MAP_FAILED)
		err(EXIT_FAILURE, "cannot map %s", file->path);
	task->base = base;
	if (cure->prepare &&
	    cure->prepare(base, task->fd, file->size_bytes) < 0)
		err(EXIT_FAILURE, "--cure %s does not work on %s", cure->name,
		    file->path);
}

/* As someone would who hopes that the processor fetches from the disk. */
static uint64_t sum_prefetching(const unsigned char *bytes, uint64_t len,
				uint64_t ahead_bytes)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t sum = 0;

	for (uint64_t at = 0; at < len; at += page_bytes) {
		uint64_t left = len - at;

		__builtin_prefetch(bytes + at + ahead_bytes);
		sum += sum_bytes(bytes + at,
				 left < page_bytes ? left : page_bytes);
	}
	return sum;
}

void task_add_mapped(struct task *task)
{
	uint64_t len = task_chunk_bytes(task);
	const unsigned char *bytes = task->base + task->at;

	if (task->cure->prefetches)
		task->sum += sum_prefetching(bytes, len,
					     task->tuning->ahead_bytes);
	else
		task->sum += sum_bytes(bytes, len);
	task->at += len;
}

void task_add_read(struct task *task)
{
	uint64_t len = task_chunk_bytes(task);

	task->sum += sum_bytes(task->buffer, len);
	task->at += len;
}

void task_check_read(const struct task *task, int64_t result)
{
	uint64_t len = task_chunk_bytes(task);

	if (result < 0)
		errx(EXIT_FAILURE, "cannot read %s: %s", task->file->path,
		     strerror((int)-result));
	if ((uint64_t)result != len)
		errx(EXIT_FAILURE, "%s: %lld bytes instead of %llu",
		     task->file->path, (long long)result,
		     (unsigned long long)len);
}

void task_read(struct task *task)
{
	ssize_t got = pread(task->fd, task->buffer, task_chunk_bytes(task),
			    (off_t)task->at);

	task_check_read(task, got < 0 ? -errno : got);
}
