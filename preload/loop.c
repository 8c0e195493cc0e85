#include "loop.h"

#include <stddef.h>

static const struct {
	const char *name;
	enum wait_family family;
} waits[] = {
	[WAIT_EPOLL] = { "epoll_wait", FAMILY_EPOLL },
	[WAIT_EPOLL_PWAIT] = { "epoll_pwait", FAMILY_EPOLL },
	[WAIT_EPOLL_PWAIT2] = { "epoll_pwait2", FAMILY_EPOLL },
	[WAIT_POLL] = { "poll", FAMILY_POLL },
	[WAIT_PPOLL] = { "ppoll", FAMILY_POLL },
	[WAIT_SELECT] = { "select", FAMILY_SELECT },
	[WAIT_PSELECT] = { "pselect", FAMILY_SELECT },
	[WAIT_IO_URING] = { "io_uring_enter", FAMILY_IO_URING },
	[WAIT_SIGWAIT] = { "sigwait", FAMILY_SIGNAL },
	[WAIT_SIGWAITINFO] = { "sigwaitinfo", FAMILY_SIGNAL },
	[WAIT_SIGTIMEDWAIT] = { "sigtimedwait", FAMILY_SIGNAL },
	[WAIT_FUTEX] = { "futex", FAMILY_FUTEX },
	[WAIT_MARKED] = { "mmstall_iteration", FAMILY_MARKED },
};

const char *loop_wait_name(enum wait_kind kind)
{
	return waits[kind].name;
}

uint64_t loop_identity(enum wait_kind kind, uint64_t id)
{
	return (uint64_t)waits[kind].family << LOOP_FAMILY_SHIFT |
	       loop_identity_id(id);
}

/* The candidate of IDENTITY, or NULL. */
static struct loop_candidate *find(struct loop *loop, uint64_t identity)
{
	for (size_t i = 0; i < LOOP_CANDIDATES; i++) {
		if (loop->candidates[i].wait.identity == identity)
			return &loop->candidates[i];
	}
	return NULL;
}

static struct loop_candidate *count_wait(struct loop *loop, enum wait_kind kind,
					 uint64_t identity, uint64_t now_ns)
{
	struct loop_candidate *candidate = find(loop, identity);

	if (!candidate) {
		candidate = &loop->candidates[loop->next_candidate];
		loop->next_candidate = (loop->next_candidate + 1) %
				       LOOP_CANDIDATES;
		*candidate = (struct loop_candidate){
			.wait = { .identity = identity, .kind = kind },
			.first_begin_ns = now_ns,
		};
	}
	candidate->waits++;
	loop->last_identity = identity;
	return candidate;
}

static void forget_candidates(struct loop *loop)
{
	for (size_t i = 0; i < LOOP_CANDIDATES; i++)
		loop->candidates[i] = (struct loop_candidate){ 0 };
	loop->next_candidate = 0;
}

/* Nothing. What is left unset must not be read: a whole structure that is made
 * and copied at every wait is a measurable part of its cost. */
static void begin_step(struct loop_step *step)
{
	step->is_new_loop = false;
	step->is_of_old = false;
	step->has_ended = false;
}

/* Ends the open iteration at END_NS. */
static void end_iteration(struct loop *loop, uint64_t end_ns,
			  struct loop_step *step)
{
	loop->is_iterating = false;
	step->has_ended = true;
	step->ready = loop->ready;
	step->number = ++loop->number;
	step->begin_ns = loop->begin_ns;
	step->end_ns = end_ns;
	step->nested_ns = loop->nested_ns;
	step->nested = loop->nested;
	step->parked_ns = loop->parked_ns;
}

/* An iteration begins at NOW_NS, with READY events. */
static void begin_iteration(struct loop *loop, int ready, uint64_t now_ns)
{
	loop->is_iterating = true;
	loop->begin_ns = now_ns;
	loop->ready = ready > 0 ? ready : 0;
	loop->nested_begin_ns = 0;
	loop->nested_ns = 0;
	loop->nested = 0;
	loop->park_begin_ns = 0;
	loop->parked_ns = 0;
}

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* CANDIDATE has waited often enough: it is the thread's loop from now on. */
static void adopt(struct loop *loop, struct loop_candidate *candidate,
		  uint64_t now_ns, struct loop_step *step)
{
	if (loop->wait.identity && loop->is_iterating) {
		/* A signal handler's wait can have begun before it. */
		end_iteration(loop,
			      max(candidate->first_begin_ns, loop->begin_ns),
			      step);
		step->is_of_old = true;
		loop->number = 0;
	} else {
		/* A wait that was left by longjmp() counts for nothing. */
		loop->number = 0;
		if (candidate->has_returned) {
			loop->ready = candidate->ready;
			loop->begin_ns = candidate->returned_ns;
			end_iteration(loop,
				      candidate->parked_ns
					      ? candidate->parked_ns
					      : now_ns,
				      step);
		}
	}
	step->is_new_loop = true;
	loop->wait = candidate->wait;
	forget_candidates(loop);
}

/* Waits of KIND that LOOP takes to become the thread's loop. */
static uint32_t waits_needed(const struct loop *loop, enum wait_kind kind)
{
	if (kind == WAIT_MARKED)
		return 1;
	if (loop->wait.kind == WAIT_MARKED && loop->wait.identity)
		return UINT32_MAX;
	if (loop->wait.identity)
		return LOOP_TAKEOVER;
	return kind == WAIT_FUTEX ? LOOP_FUTEX_WAITS : 2;
}

void loop_wait_begin(struct loop *loop, enum wait_kind kind, uint64_t identity,
		     uint64_t now_ns, struct loop_step *step)
{
	begin_step(step);
	if (identity != loop->wait.identity) {
		struct loop_candidate *candidate;
		candidate = count_wait(loop, kind, identity, now_ns);
		loop->nested_begin_ns = loop->is_iterating ? now_ns : 0;
		if (candidate->waits < waits_needed(loop, kind))
			return;
		adopt(loop, candidate, now_ns, step);
	} else {
		if (loop->is_iterating)
			end_iteration(loop, now_ns, step);
		/* Nested waits count only while the loop's own stays away. */
		if (loop->candidates[0].waits)
			forget_candidates(loop);
	}
	loop->is_waiting = true;
	loop->wait_begin_ns = now_ns;
}

bool loop_wait_end(struct loop *loop, uint64_t identity, int ready,
		   uint64_t now_ns)
{
	if (identity != loop->wait.identity) {
		struct loop_candidate *candidate = find(loop, identity);

		if (loop->nested_begin_ns) {
			loop->nested_ns += now_ns - loop->nested_begin_ns;
			loop->nested++;
			loop->nested_begin_ns = 0;
		}
		if (candidate && !loop->is_waiting) {
			candidate->has_returned = true;
			candidate->returned_ns = now_ns;
			candidate->parked_ns = 0;
			candidate->ready = ready > 0 ? ready : 0;
		}
		return false;
	}
	loop->is_waiting = false;
	begin_iteration(loop, ready, now_ns);
	return true;
}

void loop_park_begin(struct loop *loop, uint64_t now_ns)
{
	loop->park_begin_ns = now_ns;
}

/* The thread is no loop yet, but may turn out to have been one. */
static void park_candidate(struct loop *loop, uint64_t begin_ns)
{
	struct loop_candidate *candidate = find(loop, loop->last_identity);

	if (candidate && candidate->has_returned && !candidate->parked_ns)
		candidate->parked_ns = begin_ns;
}

void loop_park_end(struct loop *loop, bool is_others_turn, uint64_t now_ns,
		   struct loop_step *step)
{
	uint64_t begin_ns = loop->park_begin_ns;

	begin_step(step);
	loop->park_begin_ns = 0;
	if (!begin_ns)
		return;
	if (!loop->is_iterating) {
		if (is_others_turn)
			park_candidate(loop, begin_ns);
	} else if (is_others_turn) {
		end_iteration(loop, begin_ns, step);
		begin_iteration(loop, 0, now_ns);
	} else {
		loop->parked_ns += now_ns - begin_ns;
	}
}
