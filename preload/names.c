#include "names.h"

#include <stdatomic.h>

#include "session.h"
#include "sys.h"
#include "text.h"

#define ENTRIES     4096 /* a power of two */
#define PROBES      16
#define ARENA_BYTES (1u << 20)
#define PATH_BYTES  4096

struct name_entry {
	_Atomic uint64_t key;    /* 0: empty; by the first thread there */
	_Atomic uint32_t offset; /* in the arena; 0: not written (yet) */
};

static struct names {
	struct name_entry *entries;
	char *arena;              /* zero-terminated paths, from offset 1 on */
	uint32_t used;            /* under is_busy */
	_Atomic uint32_t is_busy; /* a thread is writing to the arena */
} names;

bool names_init(void)
{
	names.entries = sys_alloc(ENTRIES * sizeof(*names.entries));
	names.arena = sys_alloc(ARENA_BYTES);
	names.used = 1;
	return names.entries && names.arena;
}

void names_forget_writer(void)
{
	atomic_store_explicit(&names.is_busy, 0, memory_order_relaxed);
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
	x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
	return x ^ (x >> 32);
}

/* Never 0. */
static uint64_t key_of(const struct statx *status)
{
	const struct statx_timestamp *when = status->stx_mask & STATX_BTIME
						     ? &status->stx_btime
						     : &status->stx_ctime;
	uint64_t key = mix((uint64_t)status->stx_dev_major << 32 |
			   status->stx_dev_minor);

	key = mix(key ^ status->stx_ino);
	key = mix(key ^ (uint64_t)when->tv_sec);
	key = mix(key ^ when->tv_nsec);
	return key ? key : 1;
}

/* Asks the kernel for the path of FD and adds it. 0: no room, or busy. */
static uint32_t write_path(int fd)
{
	char link[32];
	struct text text = text_in(link, sizeof(link));
	uint32_t offset = 0;
	long len;

	if (atomic_exchange_explicit(&names.is_busy, 1, memory_order_acquire))
		return 0;
	if (ARENA_BYTES - names.used > PATH_BYTES) {
		text_add(&text, "/proc/self/fd/");
		text_add_u64(&text, (uint64_t)fd);
		len = sys_readlink(link, names.arena + names.used,
				   PATH_BYTES - 1);
		if (len > 0) {
			offset = names.used;
			names.arena[offset + len] = '\0';
			names.used += (uint32_t)len + 1;
		}
	}
	atomic_store_explicit(&names.is_busy, 0, memory_order_release);
	return offset;
}

/* Index of KEY's entry, plus one; 0: the table is full here. */
static uint32_t intern(uint64_t key, int fd)
{
	for (uint64_t i = 0; i < PROBES; i++) {
		uint32_t index = (uint32_t)((key + i) % ENTRIES);
		struct name_entry *entry = &names.entries[index];
		uint64_t found = atomic_load(&entry->key);

		if (found == 0 &&
		    atomic_compare_exchange_strong(&entry->key, &found, key))
			found = key;
		if (found != key)
			continue;
		/* Also a second try, when the first one met a busy arena. */
		if (!atomic_load_explicit(&entry->offset, memory_order_relaxed))
			atomic_store_explicit(&entry->offset, write_path(fd),
					      memory_order_release);
		return index + 1;
	}
	return 0;
}

bool names_of_descriptor(int fd, struct name_file *file)
{
	struct statx status;

	if (!names.entries || !names.arena || fd < 0 || session.is_sandboxed)
		return false;
	if (sys_statx_fd(fd, STATX_INO | STATX_BTIME | STATX_CTIME, &status))
		return false;
	file->dev_major = status.stx_dev_major;
	file->dev_minor = status.stx_dev_minor;
	file->inode = status.stx_ino;
	file->name = intern(key_of(&status), fd);
	return true;
}

const char *names_text(uint32_t name)
{
	uint32_t offset;

	if (!name || !names.entries)
		return "";
	offset = atomic_load_explicit(&names.entries[name - 1].offset,
				      memory_order_acquire);
	return offset ? names.arena + offset : "";
}
