#include <errno.h>
#include <string.h>

#include "collector_state.h"
#include "session.h"
#include "sys.h"
#include "text.h"

static void add_paranoid(struct text *text)
{
	char level[16];
	long len = proc_read("/proc/sys/kernel/perf_event_paranoid", level,
			     sizeof(level));

	if (len <= 1)
		return;
	level[len - 1] = '\0'; /* the newline */
	text_add(text, "perf_event_paranoid is ");
	text_add(text, level);
}

/* "perf_event_open: Permission denied (perf_event_paranoid is 3)" */
static void explain(char *why, size_t size, const char *what, int error)
{
	struct text text = text_in(why, size);
	const char *words = strerrordesc_np(-error);

	text_add(&text, what);
	text_add(&text, ": ");
	text_add(&text, words ? words : "unknown error");
	text_add(&text, " (");
	add_paranoid(&text);
	text_add(&text, ")");
}

void attach_say_unsampled(struct collector *collector,
			  const struct watch *watch, int error, bool was_ring)
{
	char why[256];

	explain(why, sizeof(why),
		was_ring ? "no locked memory for the thread's ring"
			 : "perf_event_open",
		error);
	record_limit(&collector->recorder, LOG_LIMIT_THREAD, watch->id, 0, why);
}

static uint32_t stack_of(void *stacks, const struct stack_sample *sample)
{
	return stacks_of_sample(stacks, sample);
}

static struct watch *new_watch(struct collector *collector,
			       struct host_thread *thread)
{
	struct watch *watch = watch_new(thread, collector->threads + 1,
					collector->facts->config->min_fault_ns);
	struct watch **place;

	if (!watch)
		return NULL;
	while (collector->by_slot.len <= thread->index) {
		place = vec_push(&collector->by_slot);
		if (!place)
			goto no_memory;
		*place = NULL;
	}
	place = vec_push(&collector->watches);
	if (!place)
		goto no_memory;
	*place = watch;
	*vec_at(&collector->by_slot, struct watch *, thread->index) = watch;
	collector->threads++;
	watch->stacks.stack_of = stack_of;
	watch->stacks.context = &collector->stacks;
	stack_budget_init(&watch->stack_budget,
			  collector->facts->config->stack_rate, now_ns());
	governor_init(&watch->governor, collector->facts->config->budget_ppm,
		      now_ns());
	return watch;

no_memory:
	watch_free(watch);
	return NULL;
}

void attach_introduce(struct collector *collector, const struct watch *watch)
{
	record_thread(&collector->recorder, watch->id, now_ns(), watch->tid,
		      watch->name,
		      (enum host_thread_origin)watch->thread->origin);
}

struct watch *attach_main(struct collector *collector,
			  struct host_thread *thread)
{
	struct watch *watch = new_watch(collector, thread);
	bool was_ring;
	int error;

	if (!watch)
		return NULL;
	collector->has_kernel_faults = true;
	error = rings_open(collector, watch, &was_ring);
	collector->is_sampling = error == 0 || was_ring;
	if (error)
		explain(collector->refusal, sizeof(collector->refusal),
			was_ring ? "no locked memory for a ring"
				 : "perf_event_open",
			error);
	watch_take_base(watch);
	return watch;
}

static void start_sampling(struct collector *collector, struct watch *watch)
{
	bool was_ring = false;
	int error = 0;

	if (collector->is_sampling && !collector->facts->config->only_loops)
		error = rings_open(collector, watch, &was_ring);
	watch_take_base(watch);
	attach_introduce(collector, watch);
	if (collector->is_sampling && collector->facts->config->only_loops)
		record_limit(&collector->recorder, LOG_LIMIT_THREAD, watch->id,
			     0, "it is no event loop (MMSTALL_THREADS=loops)");
	/* ESRCH: it has ended meanwhile, and its exit notice tells its counts.
	 */
	if (error && error != -ESRCH)
		attach_say_unsampled(collector, watch, error, was_ring);
}

/* STATE: live, or ended before anybody looked at it. */
static void attach_thread(struct collector *collector,
			  struct host_thread *thread, uint32_t state)
{
	struct watch *watch = new_watch(collector, thread);

	if (!watch)
		return; /* tried again in the next round */
	if (state == HOST_THREAD_LIVE)
		start_sampling(collector, watch);
	else
		attach_introduce(collector, watch);
}

static bool is_watched(struct collector *collector, uint32_t slot)
{
	return slot < collector->by_slot.len &&
	       *vec_at(&collector->by_slot, struct watch *, slot);
}

void attach_new_threads(struct collector *collector, uint64_t now,
			bool is_final)
{
	bool must_wait = births_are_many(&collector->births) && !is_final;
	uint32_t count = host_threads_count();
	unsigned begun = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct host_thread *thread = host_thread_at(i);
		uint32_t state = atomic_load_explicit(&thread->state,
						      memory_order_acquire);

		if (state != HOST_THREAD_LIVE && state != HOST_THREAD_EXITED)
			continue;
		if (is_watched(collector, i))
			continue;
		if (must_wait && state == HOST_THREAD_LIVE &&
		    now < thread->begun_ns + YOUNG_NS)
			continue;
		attach_thread(collector, thread, state);
		begun++;
	}
	births_add(&collector->births, begun, now);
	atomic_store_explicit(&session.births_are_many,
			      births_are_many(&collector->births),
			      memory_order_relaxed);
}

static void forget(struct collector *collector, const struct watch *watch)
{
	for (size_t i = 0; i < collector->watches.len; i++) {
		if (*vec_at(&collector->watches, struct watch *, i) != watch)
			continue;
		vec_remove(&collector->watches, i, 1);
		break;
	}
	*vec_at(&collector->by_slot, struct watch *,
		watch->thread->index) = NULL;
}

void detach_thread(struct collector *collector, struct watch *watch,
		   uint64_t t_ns, const struct proc_faults *kernel)
{
	struct count_facts counts;

	watch_take_last_lost(watch);
	losses_say_lost(collector, watch);
	fault_stacks_finish(&watch->stacks);
	resolve_samples(collector, watch);
	watch->pairing.failed += watch->pairing.depth;
	if (kernel) {
		watch_base_at_end(watch, t_ns, kernel);
		watch_end_pause(watch, t_ns, kernel->minor);
	}
	counts = watch_counts(watch, t_ns, kernel);
	counts.has_exited = true;
	loop_log_write(&watch->loop, watch->thread, &collector->recorder, t_ns,
		       true);
	record_counts(&collector->recorder, watch->id, t_ns, &counts);
	forget(collector, watch);
	host_thread_free(watch->thread);
	watch_free(watch);
}
