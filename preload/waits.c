#include "waits.h"

#include "host_thread.h"
#include "log_format.h"
#include "session.h"
#include "shown.h"
#include "sys.h"
#include "turns.h"

static void count_short(struct host_thread *thread, uint64_t len_ns)
{
	_Atomic uint64_t *count = &thread->short_count[log_hist_bucket(len_ns)];

	/* This thread is the only writer: no read-modify-write is needed. */
	atomic_store_explicit(
		count, atomic_load_explicit(count, memory_order_relaxed) + 1,
		memory_order_relaxed);
	atomic_store_explicit(&thread->short_sum_ns,
			      atomic_load_explicit(&thread->short_sum_ns,
						   memory_order_relaxed) +
				      len_ns,
			      memory_order_relaxed);
}

static void note_new_loop(struct host_thread *thread, uint64_t now)
{
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = now,
			.kind = EVENT_LOOP,
			.loop = { .wait = thread->loop.wait.kind,
				  .identity = thread->loop.wait.identity },
		});
	thread->wants_shown = session.shows_stacks;
	session_wake_collector();
}

/* Where the loop waits: once. */
static void show_wait(struct host_thread *thread, struct wait wait,
		      uint64_t now)
{
	if (thread->loop.wait.identity == wait.identity)
		thread->wants_shown = !shown_add(SHOWN_WAIT, thread,
						 wait.identity, now);
}

/* What the iteration that has just ended used; read for long ones only. */
static struct usage usage_of(struct host_thread *thread, uint64_t len_ns)
{
	struct usage now;

	if (!thread->has_usage || len_ns < session.min_iteration_ns ||
	    !usage_read(&now))
		return (struct usage){ 0 };
	return usage_between(&thread->usage, &now);
}

static void note_iteration(struct host_thread *thread,
			   const struct loop_step *step)
{
	uint64_t len_ns = step->end_ns - step->begin_ns;

	thread->wants_after = len_ns >= session.min_iteration_ns;
	if (len_ns < session.min_event_ns) {
		count_short(thread, len_ns);
		return;
	}
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = step->end_ns,
			.kind = EVENT_ITERATION,
			.parked_us = (uint32_t)(step->parked_ns / 1000),
			.iteration = { .ready = step->ready,
				       .nested = step->nested,
				       .number = step->number,
				       .begin_ns = step->begin_ns,
				       .nested_ns = step->nested_ns,
				       .usage = usage_of(thread, len_ns) },
		});
	/* The collector may be in a long sleep; a flag read when it is not. */
	if (atomic_load_explicit(&session.collector_idles,
				 memory_order_relaxed))
		session_wake_collector();
}

/* The thread waits while another one has its turn on their descriptor. */
static bool is_others_turn(const struct host_thread *thread)
{
	uint64_t identity = loop_turn(&thread->loop);

	return loop_identity_is_descriptor(identity) &&
	       turns_are_others(loop_identity_id(identity), thread->index);
}

void wait_begin(struct wait wait)
{
	struct host_thread *thread = hook_enter();
	struct loop_step step;
	uint64_t now;

	if (!thread)
		return;
	now = ticks_now_ns(&thread->clock);
	loop_wait_begin(&thread->loop, wait.kind, wait.identity, now, &step);
	if (loop_identity_is_descriptor(wait.identity))
		turns_take(loop_identity_id(wait.identity), thread->index);
	if (thread->loop.is_waiting && thread->tasks.depth)
		tasks_end_all(thread, now);
	if (thread->loop.is_waiting)
		atomic_store_explicit(&thread->open_begin_ns, 0,
				      memory_order_relaxed);
	if (step.is_new_loop && !step.is_of_old)
		note_new_loop(thread, now);
	if (step.has_ended)
		note_iteration(thread, &step);
	if (step.is_of_old)
		note_new_loop(thread, now);
	if (thread->wants_shown)
		show_wait(thread, wait, now);
	hook_leave(thread);
}

bool wait_is_open(struct wait wait)
{
	const struct host_thread *thread = host_thread_self();

	return thread && session_is_live() && thread->loop.is_waiting &&
	       thread->loop.wait.identity == wait.identity;
}

/* Shows the iteration that has just begun to the collector. */
static void show_iteration(struct host_thread *thread)
{
	const struct loop *loop = &thread->loop;

	atomic_store_explicit(&thread->open_number, loop->number + 1,
			      memory_order_relaxed);
	atomic_store_explicit(&thread->open_ready, loop->ready,
			      memory_order_relaxed);
	atomic_store_explicit(&thread->open_begin_ns, loop->begin_ns,
			      memory_order_release);
}

/* The loop's wait has ended, after an iteration that was logged. */
static void note_after(struct host_thread *thread)
{
	const struct loop *loop = &thread->loop;

	thread->wants_after = false;
	host_thread_note(thread,
			 &(struct event){
				 .t_ns = loop->begin_ns,
				 .kind = EVENT_AFTER,
				 .after = { .ready = loop->ready,
					    .number = loop->number,
					    .waited_ns = loop->begin_ns -
							 loop->wait_begin_ns },
			 });
}

void wait_end(struct wait wait, int ready)
{
	struct host_thread *thread = hook_enter();
	struct loop *loop;
	uint64_t now;

	if (!thread)
		return;
	loop = &thread->loop;
	now = ticks_now_ns(&thread->clock);
	/* The first wait of what turns out to be a loop begins an iteration. */
	if (session.is_lesser &&
	    (!loop->wait.identity || loop->wait.identity == wait.identity))
		thread->has_usage = usage_read(&thread->usage);
	if (loop_wait_end(loop, wait.identity, ready, now)) {
		show_iteration(thread);
		if (thread->wants_after)
			note_after(thread);
	}
	hook_leave(thread);
}

bool futex_is_loops(void)
{
	const struct host_thread *thread = host_thread_self();

	return thread && session_is_live() && thread->origin == ORIGIN_MAIN &&
	       (!thread->loop.wait.identity ||
		thread->loop.wait.kind == WAIT_FUTEX);
}

bool park_begin(void)
{
	struct host_thread *thread = host_thread_self();

	if (!thread || !session_is_live() || !loop_turn(&thread->loop))
		return false;
	thread = hook_enter();
	if (!thread)
		return false;
	loop_park_begin(&thread->loop, now_ns());
	atomic_store_explicit(&thread->is_parked, 1, memory_order_relaxed);
	hook_leave(thread);
	return true;
}

void park_end(void)
{
	struct host_thread *thread = hook_enter();
	struct loop *loop;
	struct loop_step step;

	if (!thread)
		return;
	loop = &thread->loop;
	loop_park_end(loop, is_others_turn(thread), now_ns(), &step);
	if (step.has_ended) {
		note_iteration(thread, &step);
		if (session.is_lesser)
			thread->has_usage = usage_read(&thread->usage);
		show_iteration(thread);
	}
	atomic_store_explicit(&thread->is_parked, 0, memory_order_relaxed);
	hook_leave(thread);
}
