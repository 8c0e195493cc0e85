#include "hazard/file.h"

#include "common/residency.h"

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_that_residency_is_visible(const struct file *file,
					    const struct stat *st)
{
	if (residency_is_visible(file->path, st))
		return;
	errx(EXIT_FAILURE,
	     "%s belongs to user %u: only its owner learns which pages are "
	     "in memory, so run as that user, or serve it with slowfs --uid "
	     "%u",
	     file->path, st->st_uid, geteuid());
}

void file_open(struct file *file, const char *path)
{
	struct stat st;

	file->path = realpath(path, NULL);
	file->fd = file->path ? open(file->path, O_RDONLY | O_CLOEXEC) : -1;
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		err(EXIT_FAILURE, "cannot open %s", path);
	if (!S_ISREG(st.st_mode) ||
	    !content_file_number(file->path, &file->number))
		errx(EXIT_FAILURE,
		     "%s: not a file of slowfs, these are called data.0, "
		     "data.1 and so on",
		     file->path);
	file->size_bytes = (uint64_t)st.st_size;
	check_that_residency_is_visible(file, &st);
}

void file_close(struct file *file)
{
	close(file->fd);
	free(file->path);
	*file = (struct file){ .fd = -1 };
}

const void *file_map(const struct file *file)
{
	const void *base = mmap(NULL, file->size_bytes, PROT_READ, MAP_SHARED,
				file->fd, 0);

	if (base == MAP_FAILED)
		err(EXIT_FAILURE, "cannot map %s", file->path);
	return base;
}

void file_unmap(const struct file *file, const void *base)
{
	munmap((void *)base, file->size_bytes);
}

void file_make_cold(const struct file *file, const void *base)
{
	uint64_t resident = residency_evict(file->path, file->fd, base,
					    file->size_bytes);

	if (resident)
		errx(EXIT_FAILURE,
		     "%s: %llu pages stay in memory: end the programs that "
		     "have it mapped",
		     file->path, (unsigned long long)resident);
}

/* Asks for a page without waiting: the next ones are read at the same time. */
static void request_page(const struct file *file, const struct plan *plan,
			 uint64_t offset)
{
	posix_fadvise(file->fd, (off_t)offset, (off_t)plan->page_bytes,
		      POSIX_FADV_WILLNEED);
}

static void touch_page(const void *base, uint64_t offset)
{
	(void)*(const volatile char *)((const char *)base + offset);
}

void file_make_warm(const struct file *file, const void *base,
		    const struct plan *plan)
{
	uint64_t run_bytes = plan->pages_per_request * plan->page_bytes;

	for (unsigned i = 0; i < plan->requests; i++)
		for (uint64_t at = 0; at < run_bytes; at += plan->page_bytes)
			request_page(file, plan, plan->request_offsets[i] + at);
	for (unsigned i = 0; i < plan->worker_pages; i++)
		request_page(file, plan, plan->worker_offsets[i]);

	for (unsigned i = 0; i < plan->requests; i++)
		for (uint64_t at = 0; at < run_bytes; at += plan->page_bytes)
			touch_page(base, plan->request_offsets[i] + at);
	for (unsigned i = 0; i < plan->worker_pages; i++)
		touch_page(base, plan->worker_offsets[i]);
}
