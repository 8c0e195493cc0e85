/*
 * Who gets how much of the locked memory that perf rings need: the main thread
 * and loops first, other threads while it lasts. An unprivileged user has
 * perf_event_mlock_kb for each CPU and then RLIMIT_MEMLOCK.
 */
#include <errno.h>

#include "collector_state.h"
#include "session.h"
#include "sys.h"

/* 40 bytes a sample, two samples a fault. */
#define MAIN_RING_BYTES  (256u << 10)
#define LOOP_RING_BYTES  (128u << 10)
#define OTHER_RING_BYTES (64u << 10)
#define MORE_RING_BYTES  (16u << 10)
#define LEAST_RING_BYTES (4u << 10) /* fifty faults until the next round */

/* Beyond so many threads, one more is probably one of very many; beyond so many
 * loops too. With them, 512 loops fit into what an unprivileged user has. */
#define FEW_THREADS  32
#define MANY_THREADS 128
#define FEW_LOOPS    16

/* Other threads that may lose their ring for one loop. */
#define GIVERS_MAX 8

/* A kernel that cannot copy stacks can perhaps follow frame pointers. True:
 * another way is to be tried. */
static bool lower_stack_mode(struct collector *collector, int error)
{
	if (error != -EINVAL && error != -EOPNOTSUPP && error != -EOVERFLOW)
		return false;
	collector->stack_error = error;
	collector->stack_mode = collector->stack_mode == STACKS_DWARF
					? STACKS_FP
					: STACKS_OFF;
	return true;
}

/* Halves the ring until locked memory suffices. */
static int open_with_ring(struct collector *collector, struct sampler *sampler,
			  int tid, size_t bytes, bool *was_ring)
{
	for (;;) {
		struct sampler_options options = {
			.data_bytes = bytes,
			.with_kernel = collector->has_kernel_faults,
			.with_switches = collector->facts->config->has_switches,
			.stacks = collector->stack_mode,
			.stack_bytes = collector->facts->config->stack_bytes,
		};
		int error = sampler_open(sampler, tid, &options, was_ring);

		if (!error &&
		    lower_stack_mode(collector, sampler->stacks.error)) {
			sampler_close(sampler);
			continue;
		}
		if (!*was_ring || bytes <= LEAST_RING_BYTES)
			return error;
		bytes /= 2;
	}
}

/* From now on some threads are sampled without the kernel's own faults: their
 * hooks look themselves. */
static void lose_kernel_faults(struct collector *collector)
{
	collector->has_kernel_faults = false;
	if (!collector->is_sampling)
		return; /* from the start: the log has not begun */
	atomic_store(&session.watches_buffers, true);
	record_limit(&collector->recorder, LOG_LIMIT_KERNEL, 0, 0,
		     "the program has dropped its privileges: in threads and "
		     "after pauses that began later");
}

void rings_note_kernel(struct collector *collector, struct watch *watch)
{
	bool is_open = sampler_is_open(&watch->sampler);

	if (is_open && !watch->sampler.options.with_kernel &&
	    collector->has_kernel_faults)
		lose_kernel_faults(collector);
	atomic_store_explicit(&watch->thread->has_kernel_faults,
			      is_open && watch->sampler.options.with_kernel,
			      memory_order_relaxed);
}

/* Without the kernel's own faults when those are not permitted, or not any
 * more: the host may have dropped its privileges. */
static int open_as_permitted(struct collector *collector,
			     struct sampler *sampler, int tid, size_t bytes,
			     bool *was_ring)
{
	int error = open_with_ring(collector, sampler, tid, bytes, was_ring);

	if ((error != -EACCES && error != -EPERM) || *was_ring ||
	    !collector->has_kernel_faults)
		return error;
	lose_kernel_faults(collector);
	return open_with_ring(collector, sampler, tid, bytes, was_ring);
}

static size_t ring_bytes(const struct collector *collector,
			 const struct watch *watch)
{
	size_t threads = collector->watches.len;

	if (watch->thread->origin == ORIGIN_MAIN)
		return MAIN_RING_BYTES;
	if (threads < FEW_THREADS)
		return OTHER_RING_BYTES;
	return threads < MANY_THREADS ? MORE_RING_BYTES : LEAST_RING_BYTES;
}

int rings_open(struct collector *collector, struct watch *watch, bool *was_ring)
{
	size_t bytes = ring_bytes(collector, watch);
	int error = open_as_permitted(collector, &watch->sampler, watch->tid,
				      bytes, was_ring);

	watch->enabled_ns = now_ns();
	rings_note_kernel(collector, watch);
	watch_grant_stacks(watch, watch->enabled_ns);
	return error;
}

/* Takes the ring of a thread that is no loop. False: there is none. */
static bool take_one_away(struct collector *collector)
{
	for (size_t i = collector->watches.len; i-- > 0;) {
		struct watch *watch = *vec_at(&collector->watches,
					      struct watch *, i);

		if (watch->loop.id || !sampler_is_open(&watch->sampler) ||
		    watch->thread->origin == ORIGIN_MAIN)
			continue;
		watch_read_samples(watch);
		watch_take_last_lost(watch);
		sampler_close(&watch->sampler);
		pairing_clear(&watch->pairing);
		rings_note_kernel(collector, watch);
		record_limit(&collector->recorder, LOG_LIMIT_THREAD, watch->id,
			     0, "its ring was given to an event loop");
		return true;
	}
	return false;
}

/* Of the first loops; of very many, each takes less. */
static size_t loop_ring_bytes(const struct collector *collector)
{
	return collector->loops < FEW_LOOPS ? LOOP_RING_BYTES
					    : LEAST_RING_BYTES;
}

/* EMFILE: descriptors are as scarce as locked memory. */
static int open_for_loop(struct collector *collector, struct sampler *sampler,
			 const struct watch *watch)
{
	bool was_ring;
	int error = open_as_permitted(collector, sampler, watch->tid,
				      loop_ring_bytes(collector), &was_ring);

	/* A loop that has a ring keeps what it has: nobody need give. */
	for (int i = 0;
	     i < GIVERS_MAX && (was_ring || error == -EMFILE) &&
	     !sampler_is_open(&watch->sampler) && take_one_away(collector);
	     i++)
		error = open_as_permitted(collector, sampler, watch->tid,
					  loop_ring_bytes(collector),
					  &was_ring);
	return error;
}

void rings_prefer_loop(struct collector *collector, struct watch *watch)
{
	bool had_ring = sampler_is_open(&watch->sampler);
	struct sampler larger;

	if (!collector->is_sampling ||
	    watch->sampler.options.data_bytes >= loop_ring_bytes(collector) ||
	    open_for_loop(collector, &larger, watch))
		return;
	watch_change_sampler(watch, &larger);
	rings_note_kernel(collector, watch);
	if (!had_ring) {
		watch_take_base(watch);
		record_lifted(&collector->recorder, watch->id);
	}
}
