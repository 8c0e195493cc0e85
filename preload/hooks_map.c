/*
 * mmap, mmap64, munmap, mremap: what lies where, noted for the collector. An
 * unmap is noted before the call and a map after it, so that an address is
 * never reused between event and note. Anonymous memory is not noted, unless
 * it replaces something (MAP_FIXED): what is no file is found in
 * /proc/self/maps when a fault there asks for it.
 */
#include <stdarg.h>
#include <sys/mman.h>

#include "host_thread.h"
#include "names.h"
#include "note_call.h"
#include "ranges.h"
#include "real.h"
#include "session.h"
#include "shown.h"
#include "sys.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT void *mmap64(void *at, size_t len, int prot, int flags, int fd,
		    off64_t offset);

static void note_map(void *start, size_t len, int prot, int flags, int fd,
		     off64_t offset)
{
	bool is_anonymous = flags & MAP_ANONYMOUS;
	struct name_file file = { 0 };
	struct host_thread *thread;
	uint64_t t_ns;

	if (is_anonymous && !(flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)))
		return;
	thread = hook_enter();
	if (!thread)
		return;
	if (!is_anonymous) {
		names_of_descriptor(fd, &file);
		ranges_mark((uintptr_t)start, len);
	}
	t_ns = ticks_now_ns(&thread->clock);
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = t_ns,
			.kind = EVENT_MAP,
			.map = {
				.name = file.name,
				.start = (uintptr_t)start,
				.len = len,
				.offset = is_anonymous ? 0 : (uint64_t)offset,
				.inode = file.inode,
				.dev_major = file.dev_major,
				.dev_minor = file.dev_minor,
				.prot = (uint16_t)(prot & 7),
				.is_shared = (flags & MAP_TYPE) != MAP_PRIVATE,
				.is_anonymous = is_anonymous,
			},
		});
	if (session.shows_stacks && !is_anonymous)
		shown_add(SHOWN_OWNER, thread, (uintptr_t)start, t_ns);
	hook_leave(thread);
}

static void note(const struct event *event)
{
	struct host_thread *thread = hook_enter();

	if (!thread)
		return;
	host_thread_note(thread, event);
	hook_leave(thread);
}

/* mmap and mmap64 are one function on 64-bit systems. */
static void *map(enum real_index index, void *at, size_t len, int prot,
		 int flags, int fd, off64_t offset)
{
	real_mmap_fn *real = (real_mmap_fn *)real_get(index);
	bool may_block = flags & (MAP_POPULATE | MAP_LOCKED);
	uint64_t begin_ns = may_block ? note_call_begin() : 0;
	void *start = real(at, len, prot, flags, fd, offset);

	if (start == MAP_FAILED)
		return start;
	note_map(start, len, prot, flags, fd, offset);
	if (may_block)
		note_call_end(CALL_MMAP, flags, (uintptr_t)start, len,
			      begin_ns);
	return start;
}

EXPORT void *mmap(void *at, size_t len, int prot, int flags, int fd,
		  off_t offset)
{
	return map(REAL_mmap, at, len, prot, flags, fd, offset);
}

EXPORT void *mmap64(void *at, size_t len, int prot, int flags, int fd,
		    off64_t offset)
{
	return map(REAL_mmap64, at, len, prot, flags, fd, offset);
}

/* Of a file, perhaps: other memory, which is unmapped most of all, waits for
 * no disk. */
static int unmap_file(void *at, size_t len)
{
	uint64_t begin_ns = note_call_begin();
	int result;

	/* When the call begins, the mapping is there. */
	note(&(struct event){
		.t_ns = begin_ns + 1,
		.kind = EVENT_UNMAP,
		.unmap = { .start = (uintptr_t)at, .len = len },
	});
	result = REAL(munmap)(at, len);
	if (result == 0)
		note_call_end(CALL_MUNMAP, 0, (uintptr_t)at, len, begin_ns);
	else
		note(&(struct event){ .t_ns = now_ns(), .kind = EVENT_RESYNC });
	return result;
}

EXPORT int munmap(void *at, size_t len)
{
	return session_is_live() && ranges_may_hold_file((uintptr_t)at, len)
		       ? unmap_file(at, len)
		       : REAL(munmap)(at, len);
}

EXPORT void *mremap(void *at, size_t old_len, size_t new_len, int flags, ...)
{
	uint64_t before_ns = session_is_live() ? now_ns() : 0;
	void *to = NULL;
	void *start;

	if (flags & MREMAP_FIXED) {
		va_list arguments;

		va_start(arguments, flags);
		to = va_arg(arguments, void *);
		va_end(arguments);
	}
	start = REAL(mremap)(at, old_len, new_len, flags, to);
	if (start == MAP_FAILED)
		return start;
	if (ranges_may_hold_file((uintptr_t)at, old_len) ||
	    ranges_may_hold_file((uintptr_t)start, new_len)) {
		ranges_mark((uintptr_t)start, new_len);
		note(&(struct event){
			.t_ns = now_ns(),
			.kind = EVENT_REMAP,
			.remap = { .old_start = (uintptr_t)at,
				   .old_len = old_len,
				   .new_start = (uintptr_t)start,
				   .new_len = new_len,
				   .before_ns = before_ns },
		});
	}
	return start;
}
