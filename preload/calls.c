#include "calls.h"

#include <linux/mman.h>
#include <stddef.h>
#include <sys/mman.h>

/* Newer than some headers that we are built against. */
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ  22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static const struct {
	int advice;
	const char *name;
	bool is_lasting; /* about future use, not about giving memory back */
} advices[] = {
	{ MADV_NORMAL, "normal", true },
	{ MADV_RANDOM, "random", true },
	{ MADV_SEQUENTIAL, "sequential", true },
	{ MADV_WILLNEED, "willneed", true },
	{ MADV_POPULATE_READ, "populate_read", true },
	{ MADV_POPULATE_WRITE, "populate_write", true },
	{ MADV_HUGEPAGE, "hugepage", true },
	{ MADV_COLLAPSE, "collapse", true },
	{ MADV_COLD, "cold", true },
	{ MADV_PAGEOUT, "pageout", true },
	{ MADV_DONTNEED, "dontneed", false },
	{ MADV_FREE, "free", false },
	{ MADV_REMOVE, "remove", false },
};

#define ADVICES (sizeof(advices) / sizeof(*advices))

const char *call_name(enum call_kind kind)
{
	static const char *const names[] = {
		[CALL_MSYNC] = "msync",       [CALL_MADVISE] = "madvise",
		[CALL_MLOCK] = "mlock",       [CALL_MUNMAP] = "munmap",
		[CALL_MMAP] = "mmap",         [CALL_WRITE] = "write",
		[CALL_PWRITE] = "pwrite",     [CALL_WRITEV] = "writev",
		[CALL_PWRITEV] = "pwritev",   [CALL_SEND] = "send",
		[CALL_SENDTO] = "sendto",     [CALL_SENDMSG] = "sendmsg",
		[CALL_SENDMMSG] = "sendmmsg",
	};

	return names[kind];
}

static const char *advice_name(int advice)
{
	for (size_t i = 0; i < ADVICES; i++) {
		if (advices[i].advice == advice)
			return advices[i].name;
	}
	return "";
}

const char *call_argument(enum call_kind kind, int argument)
{
	switch (kind) {
	case CALL_MADVISE:
		return advice_name(argument);
	case CALL_MSYNC:
		return argument & MS_ASYNC ? "async" : "sync";
	case CALL_MMAP:
		return argument & MAP_LOCKED ? "locked" : "populate";
	default:
		return "";
	}
}

bool call_is_advice(enum call_kind kind, int argument)
{
	if (kind == CALL_MLOCK || kind == CALL_MMAP)
		return true;
	for (size_t i = 0; kind == CALL_MADVISE && i < ADVICES; i++) {
		if (advices[i].advice == argument)
			return advices[i].is_lasting;
	}
	return false;
}
