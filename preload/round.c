/*
 * One round of the collector: all perf rings first, then all event rings, so
 * that what led to a fault (its mapping) is known when the fault is looked at.
 * Iterations are settled only up to a safe time before the round began: all
 * faults older than that have been read.
 */
#include <string.h>

#include "collector_state.h"
#include "session.h"
#include "sys.h"

/* A sample or event this old has reached its ring on every CPU. */
#define SAFE_MARGIN_NS UINT64_C(1000000)

/* A thread whose events hung up and that sent no exit notice has been killed
 * or ended without libc. */
#define HUNG_UP_NS UINT64_C(500000000)

static struct watch *watch_at(struct collector *collector, size_t index)
{
	return *vec_at(&collector->watches, struct watch *, index);
}

static bool is_mapping_event(const struct event *event)
{
	return event->kind <= EVENT_RESYNC;
}

/* A long call counts as blocking before its iteration is looked at. */
static void take_call(struct collector *collector, struct watch *watch,
		      const struct event *event)
{
	if (resolve_call(collector, watch, event))
		watch_add_span(watch, SPAN_BLOCKED, event->call.begin_ns,
			       event->t_ns);
}

/* Takes WATCH's events: mappings at once, the rest into its queue. */
static bool take_events(struct collector *collector, struct watch *watch)
{
	struct event_ring *ring = &watch->thread->ring;
	const struct event *event;
	uint32_t refused;
	bool did_work = false;

	while ((event = event_ring_peek(ring))) {
		if (is_mapping_event(event)) {
			resolve_mapping_event(collector, event);
		} else if (event->kind == EVENT_CALL) {
			take_call(collector, watch, event);
		} else {
			struct event *kept = vec_push(&watch->deferred);

			if (kept)
				*kept = *event;
			else
				collector->events_refused++;
		}
		event_ring_consume(ring);
		did_work = true;
	}
	refused = atomic_load_explicit(&ring->refused, memory_order_relaxed);
	if (refused != watch->refused_seen) {
		collector->events_refused += refused - watch->refused_seen;
		watch->refused_seen = refused;
		collector->must_read_maps = true;
	}
	return did_work;
}

static void begin_loop(struct collector *collector, struct watch *watch,
		       const struct event *event)
{
	loop_log_write(&watch->loop, watch->thread, &collector->recorder,
		       event->t_ns, true);
	if (!loop_log_begin(&watch->loop, collector->loops + 1,
			    event->loop.identity, watch->thread))
		return;
	collector->loops++;
	rings_prefer_loop(collector, watch);
	record_loop(&collector->recorder, watch->loop.id, watch->id,
		    event->t_ns, (enum wait_kind)event->loop.wait,
		    event->loop.identity);
}

static void keep_worst(struct collector *collector, const struct watch *watch,
		       uint64_t len_ns, uint64_t blocked_ns)
{
	struct worst *worst = &collector->worst_iteration;

	if (len_ns <= worst->len_ns)
		return;
	worst->len_ns = len_ns;
	worst->blocked_ns = blocked_ns;
	memcpy(worst->thread, watch->name, sizeof(worst->thread));
}

void round_settle_iteration(struct collector *collector, struct watch *watch,
			    struct iteration_facts *iteration)
{
	uint64_t len_ns = iteration->end_ns - iteration->begin_ns;
	uint64_t spent_ns[SPAN_KINDS];
	uint64_t blocked_ns;

	watch_spent(watch, iteration->begin_ns, iteration->end_ns, spent_ns);
	blocked_ns = spent_ns[SPAN_BLOCKED];
	iteration->has_switches = collector->facts->config->has_switches &&
				  sampler_is_open(&watch->sampler);
	iteration->asleep_ns = spent_ns[SPAN_ASLEEP];
	iteration->preempted_ns = spent_ns[SPAN_PREEMPTED];

	stack_news_iteration(collector, watch, iteration, blocked_ns);
	/* One that never ended and was not blocked is the program's way out. */
	if (!iteration->is_open || blocked_ns)
		keep_worst(collector, watch, len_ns, blocked_ns);
	if (len_ns >= collector->facts->config->min_iteration_ns || blocked_ns)
		record_iteration(&collector->recorder, iteration);
	else
		loop_log_count(&watch->loop, len_ns);
}

/* Tasks that tell nothing are not logged, as iterations are not. */
static void settle_task(struct collector *collector, const struct watch *watch,
			const struct event *event)
{
	uint64_t begin_ns = event->task.begin_ns;

	if (event->t_ns - begin_ns >=
		    collector->facts->config->min_iteration_ns ||
	    spans_blocked(&watch->spans, begin_ns, event->t_ns))
		record_task(&collector->recorder, watch->id, begin_ns,
			    event->t_ns, event->task.name);
}

/* The iteration in which the thread ends has no next wait to end it. */
static void settle_exit(struct collector *collector, struct watch *watch,
			const struct event *event)
{
	struct proc_faults kernel = { .minor = event->exit.minor,
				      .major = event->exit.major };
	struct iteration_facts last;

	if (event->exit.name[0])
		memcpy(watch->name, event->exit.name, sizeof(event->exit.name));
	if (progress_iteration(watch, event->t_ns, &last))
		round_settle_iteration(collector, watch, &last);
	detach_thread(collector, watch, event->t_ns,
		      event->exit.is_known ? &kernel : NULL);
}

/* False: the watch is gone. */
static bool settle(struct collector *collector, struct watch *watch,
		   const struct event *event)
{
	switch (event->kind) {
	case EVENT_LOOP:
		begin_loop(collector, watch, event);
		break;
	case EVENT_ITERATION:
		round_settle_iteration(
			collector, watch,
			&(struct iteration_facts){
				.loop = watch->loop.id,
				.number = event->iteration.number,
				.begin_ns = event->iteration.begin_ns,
				.end_ns = event->t_ns,
				.ready = event->iteration.ready,
				.nested = event->iteration.nested,
				.nested_ns = event->iteration.nested_ns,
				.parked_ns = event->parked_us * UINT64_C(1000),
				.usage = event->iteration.usage,
			});
		break;
	case EVENT_AFTER:
		record_after(&collector->recorder, watch->loop.id,
			     event->after.number, event->after.ready,
			     event->after.waited_ns);
		break;
	case EVENT_TASK:
		settle_task(collector, watch, event);
		break;
	case EVENT_EXIT:
		settle_exit(collector, watch, event);
		return false;
	default:
		break;
	}
	return true;
}

/* Settles what is at most SAFE_NS old. */
static void settle_deferred(struct collector *collector, struct watch *watch,
			    uint64_t safe_ns)
{
	size_t done = 0;

	while (done < watch->deferred.len) {
		struct event event = *vec_at(&watch->deferred, struct event,
					     done);

		if (event.t_ns > safe_ns)
			break;
		if (!settle(collector, watch, &event))
			return;
		done++;
	}
	vec_remove(&watch->deferred, 0, done);
}

static void govern(struct collector *collector, struct watch *watch,
		   uint64_t now)
{
	uint64_t passed = 0;

	switch (watch_govern(watch, now, &passed)) {
	case WATCH_PAUSED:
		record_pause(&collector->recorder, watch->id, now);
		break;
	case WATCH_RESUMED:
		rings_note_kernel(collector, watch);
		record_resume(&collector->recorder, watch->id, now, passed);
		break;
	case WATCH_UNCHANGED:
		break;
	}
}

static bool read_all(struct collector *collector)
{
	bool did_work = false;

	for (size_t i = 0; i < collector->watches.len; i++) {
		struct watch *watch = watch_at(collector, i);
		uint64_t begun = watch->pairing.begun;

		watch_read_samples(watch);
		watch_grant_stacks(watch, now_ns());
		govern(collector, watch, now_ns());
		did_work |= watch->pairing.begun != begun;
		losses_say_lost(collector, watch);
	}
	for (size_t i = 0; i < collector->watches.len; i++)
		did_work |= take_events(collector, watch_at(collector, i));
	return did_work;
}

static void drop_hung_up(struct collector *collector, struct watch *watch,
			 uint64_t now)
{
	if (!watch->is_hung_up || watch->deferred.len)
		return;
	if (!watch->hung_up_ns)
		watch->hung_up_ns = now;
	else if (now - watch->hung_up_ns > HUNG_UP_NS)
		detach_thread(collector, watch, now, NULL);
}

/*
 * The oldest moment about which a question can still come. A begin that is
 * older than any retry belongs to an access that failed, or to a fault that
 * will find its mapping where it still is.
 */
static uint64_t oldest_question(struct collector *collector, uint64_t safe_ns)
{
	uint64_t oldest_ns = safe_ns;

	for (size_t i = 0; i < collector->watches.len; i++) {
		const struct pairing *pairing =
			&watch_at(collector, i)->pairing;

		for (unsigned k = 0; k < pairing->depth; k++) {
			uint64_t begin_ns = pairing->open[k].fault.begin_ns;

			if (begin_ns < oldest_ns &&
			    begin_ns + PAIRING_RETRY_NS > safe_ns)
				oldest_ns = begin_ns;
		}
	}
	return oldest_ns;
}

bool round_run(struct collector *collector, bool is_final)
{
	uint64_t now = now_ns();
	uint64_t safe_ns = is_final ? UINT64_MAX : now - SAFE_MARGIN_NS;
	bool did_work;

	collector->has_read_maps = false;
	collector->must_look_soon = now < collector->suspect_until_ns;
	modules_begin_round(&collector->stacks.modules, now);
	ticks_calibrate();
	attach_new_threads(collector, now, is_final);
	did_work = read_all(collector);
	if (collector->must_read_maps) {
		collector->must_read_maps = false;
		resolve_read_maps(collector);
	}
	stack_news_shown(collector, is_final);
	/* Backwards: a thread that has ended leaves the array. */
	for (size_t i = collector->watches.len; i-- > 0;) {
		struct watch *watch = watch_at(collector, i);

		resolve_faults(collector, watch);
		resolve_samples(collector, watch);
		settle_deferred(collector, watch, safe_ns);
	}
	for (size_t i = collector->watches.len; i-- > 0;) {
		struct watch *watch = watch_at(collector, i);

		loop_log_write(&watch->loop, watch->thread,
			       &collector->recorder, now, false);
		stack_news_sleeping(collector, watch, now);
		stack_news_held_up(collector, watch, now);
		progress_say(collector, watch, now);
		drop_hung_up(collector, watch, now);
	}
	resolve_arrivals(collector, now);
	mappings_forget_before(
		&collector->mappings,
		oldest_question(collector, now - SAFE_MARGIN_NS));
	losses_say_refused(collector);
	log_writer_flush(&collector->recorder.log);
	return did_work;
}
