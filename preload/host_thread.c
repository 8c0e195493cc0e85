#include "host_thread.h"

#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "session.h"
#include "sys.h"

#define CHUNK_SLOTS 32
#define CHUNKS_MAX  512
#define NO_SLOT     UINT32_MAX

/* Keys below this need no malloc in pthread_setspecific (glibc's first
 * block), so a hook may use them even inside the host's own malloc. */
#define KEYS_WITHOUT_MALLOC 32

static struct host_thread *_Atomic chunks[CHUNKS_MAX];
static _Atomic uint32_t slots_used;
static _Atomic uint32_t refused;

/* Free slots as a stack: index in the low half, a tag against ABA above. */
static _Atomic uint64_t free_top = NO_SLOT;

__thread struct host_thread *host_thread_own;
static __thread bool is_past_end;

static pthread_key_t exit_key;
static bool has_exit_key;

struct host_thread *host_thread_at(uint32_t index)
{
	struct host_thread *chunk = atomic_load_explicit(
		&chunks[index / CHUNK_SLOTS], memory_order_acquire);

	return chunk ? &chunk[index % CHUNK_SLOTS] : NULL;
}

uint32_t host_threads_count(void)
{
	return atomic_load(&slots_used);
}

uint32_t host_threads_refused(void)
{
	return atomic_load(&refused);
}

static struct host_thread *pop_free(void)
{
	uint64_t top = atomic_load(&free_top);

	while ((uint32_t)top != NO_SLOT) {
		struct host_thread *slot = host_thread_at((uint32_t)top);
		uint64_t next = ((top >> 32) + 1) << 32 |
				atomic_load(&slot->next_free);

		if (atomic_compare_exchange_weak(&free_top, &top, next))
			return slot;
	}
	return NULL;
}

/* The chunk of slot INDEX exists afterwards, whoever made it. */
static bool ensure_chunk(uint32_t index)
{
	struct host_thread *_Atomic *place = &chunks[index / CHUNK_SLOTS];
	struct host_thread *none = NULL;
	size_t bytes = CHUNK_SLOTS * sizeof(struct host_thread);
	struct host_thread *chunk;

	if (atomic_load(place))
		return true;
	chunk = sys_alloc(bytes);
	if (!chunk)
		return false;
	if (!atomic_compare_exchange_strong(place, &none, chunk))
		sys_munmap(chunk, bytes);
	return true;
}

static struct host_thread *take_new(void)
{
	uint32_t index = atomic_load(&slots_used);

	do {
		if (index >= CHUNKS_MAX * CHUNK_SLOTS || !ensure_chunk(index))
			return NULL;
	} while (!atomic_compare_exchange_weak(&slots_used, &index, index + 1));
	host_thread_at(index)->index = index;
	return host_thread_at(index);
}

/* A slot used before is as clean as a new one, but for its list fields. */
static void wipe(struct host_thread *slot)
{
	memset((char *)slot + offsetof(struct host_thread, start), 0,
	       offsetof(struct host_thread, ring) -
		       offsetof(struct host_thread, start));
	atomic_store(&slot->ring.refused, 0);
	atomic_store(&slot->tid, 0);
}

struct host_thread *host_thread_reserve(void)
{
	struct host_thread *slot = pop_free();

	if (!slot)
		slot = take_new();
	if (!slot) {
		atomic_fetch_add(&refused, 1);
		return NULL;
	}
	wipe(slot);
	atomic_store(&slot->state, HOST_THREAD_RESERVED);
	return slot;
}

void host_thread_free(struct host_thread *slot)
{
	uint64_t top = atomic_load(&free_top);
	uint64_t next;

	atomic_store(&slot->state, HOST_THREAD_FREE);
	do {
		atomic_store(&slot->next_free, (uint32_t)top);
		next = ((top >> 32) + 1) << 32 | slot->index;
	} while (!atomic_compare_exchange_weak(&free_top, &top, next));
}

/* The kernel's counts, and the name, at the end of a thread: /proc has them no
 * more when the collector comes to read them. */
static void note_exit(struct host_thread *thread)
{
	struct event event = { .kind = EVENT_EXIT };
	struct rusage usage;

	event.t_ns = now_ns();
	if (!session.is_sandboxed &&
	    sys_call(SYS_getrusage, RUSAGE_THREAD, &usage, 0, 0) == 0) {
		event.exit.is_known = true;
		event.exit.minor = (uint64_t)usage.ru_minflt -
				   thread->own_minor;
		event.exit.major = (uint64_t)usage.ru_majflt -
				   thread->own_major;
	}
	if (session.is_sandboxed ||
	    sys_call(SYS_prctl, PR_GET_NAME, event.exit.name, 0, 0))
		event.exit.name[0] = '\0';
	event_ring_push(&thread->ring, &event);
}

/*
 * Destructor of exit_key: runs in the ending thread, also when cancelled. At
 * first it asks to be called once more, which is after the destructors of all
 * other keys: what they fault is counted and sampled as well.
 */
static void thread_exits(void *slot)
{
	struct host_thread *thread = slot;

	if (session_is_live() && !thread->is_ending) {
		thread->is_ending = true;
		if (pthread_setspecific(exit_key, thread) == 0)
			return;
	}
	is_past_end = true;
	host_thread_own = NULL;
	if (!session_is_live())
		return;
	note_exit(thread);
	atomic_store_explicit(&thread->state, HOST_THREAD_EXITED,
			      memory_order_release);
}

void host_threads_forget(void)
{
	for (uint32_t i = 0; i < CHUNKS_MAX && chunks[i]; i++) {
		sys_munmap(chunks[i], CHUNK_SLOTS * sizeof(struct host_thread));
		chunks[i] = NULL;
	}
	slots_used = 0;
	refused = 0;
	free_top = NO_SLOT;
	host_thread_own = NULL;
	is_past_end = false;
}

void host_threads_init(void)
{
	has_exit_key = pthread_key_create(&exit_key, thread_exits) == 0 &&
		       exit_key < KEYS_WITHOUT_MALLOC;
}

void host_thread_start(struct host_thread *thread,
		       enum host_thread_origin origin)
{
	struct host_thread *none = NULL;

	/* A signal handler may have come to a hook before. */
	if (!__atomic_compare_exchange_n(&host_thread_own, &none, thread, false,
					 __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
		host_thread_free(thread);
		return;
	}
	thread->origin = origin;
	thread->begun_ns = now_ns();
	atomic_store(&thread->tid, sys_gettid());
	if (has_exit_key)
		pthread_setspecific(exit_key, thread);
	atomic_store_explicit(&thread->state, HOST_THREAD_LIVE,
			      memory_order_release);
	if (!atomic_load_explicit(&session.births_are_many,
				  memory_order_relaxed))
		session_wake_collector();
}

/* The calling thread has no slot and is to get one. NULL: it cannot have one.
 */
static struct host_thread *attach(void)
{
	struct host_thread *thread;

	if (is_past_end)
		return NULL;
	thread = host_thread_reserve();
	if (thread)
		host_thread_start(thread, ORIGIN_HOOK);
	else
		is_past_end = true; /* do not try at every hook */
	return host_thread_own;
}

struct host_thread *host_thread_begin(void)
{
	if (!session_is_live_or_starts())
		return NULL;
	return host_thread_own ? host_thread_own : attach();
}

void host_thread_note(struct host_thread *thread, const struct event *event)
{
	event_ring_push(&thread->ring, event);
	if (event_ring_used(&thread->ring) >= EVENT_RING_SLOTS / 2)
		session_wake_collector();
}
