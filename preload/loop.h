/*
 * The state of one thread as an event loop: which of its waits is the loop's,
 * and where its iterations begin and end. Owner thread only; no clock, no
 * output of its own: callers pass the time in and act on the answer.
 *
 * A wait is known by its identity: the function family with the epoll
 * descriptor, or with the address of the call. The first identity that waits
 * a second time is the loop's (one poll at start-up is no loop). A wait of
 * another identity inside an iteration is part of it (a resolver's poll in a
 * callback), until it has waited LOOP_TAKEOVER times without the loop's own:
 * then the program has moved on to another loop. A loop that the program marks
 * itself (mmstall.h) is one at once, and stays it.
 *
 * A thread also waits for other threads: on a condition variable or a futex.
 * In a callback that is part of the iteration. A worker of a pool that takes
 * turns on one epoll parks so while another has the turn, and that is idle
 * time: it ends the iteration, and the next one begins when the park ends.
 */
#ifndef MMSTALL_LOOP_H
#define MMSTALL_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "event_ring.h"

#define LOOP_CANDIDATES 4
#define LOOP_TAKEOVER   64

/* Waits on one futex before that counts as how a scheduler parks: a contended
 * lock is waited for now and then, too. */
#define LOOP_FUTEX_WAITS 16

struct loop_wait {
	uint64_t identity; /* loop_identity(); 0: none */
	uint32_t kind;     /* enum wait_kind of its first wait */
};

struct loop_candidate {
	struct loop_wait wait;
	uint32_t waits;
	bool has_returned;
	int32_t ready;
	uint64_t first_begin_ns;
	uint64_t returned_ns; /* last return, when has_returned */
	uint64_t parked_ns;   /* idle since then; 0: not so */
};

struct loop {
	struct loop_wait wait; /* the loop's; identity 0: no loop yet */
	bool is_waiting;
	bool is_iterating; /* an iteration has begun and not ended */
	int32_t ready;     /* events at the open iteration's begin */
	uint64_t begin_ns; /* of the open iteration */
	uint64_t number;   /* of the iteration last ended */
	uint64_t wait_begin_ns;
	uint64_t nested_begin_ns; /* of the nested wait under way; 0: none */
	uint64_t nested_ns;       /* in nested waits of the open iteration */
	uint32_t nested;          /* how many */
	uint64_t park_begin_ns;   /* of the park under way; 0: none */
	uint64_t parked_ns;       /* in parks of the open iteration */
	struct loop_candidate candidates[LOOP_CANDIDATES];
	uint32_t next_candidate;
	uint64_t last_identity; /* of the last wait, before there is a loop */
};

/* What a wait's begin meant. The first three are always set. */
struct loop_step {
	bool is_new_loop; /* loop->wait is the loop's from now on */
	bool is_of_old; /* what ended belongs to the loop before the new one */
	bool has_ended; /* an iteration ended: the rest is set */
	int32_t ready;
	uint64_t number;
	uint64_t begin_ns;
	uint64_t end_ns;
	uint64_t nested_ns; /* of it in waits of other identities … */
	uint32_t nested;    /* … so many of them */
	uint64_t parked_ns; /* of it asleep for other threads */
};

/* What the functions of a kind of wait have in common: any of them can be the
 * wait of one loop. */
enum wait_family {
	FAMILY_EPOLL = 1,
	FAMILY_POLL,
	FAMILY_SELECT,
	FAMILY_IO_URING,
	FAMILY_SIGNAL,
	FAMILY_FUTEX,
	FAMILY_MARKED,
};

/* The family is in an identity's topmost bits. */
#define LOOP_FAMILY_SHIFT 60

/* Never 0. ID is an epoll descriptor or the address of a call. */
uint64_t loop_identity(enum wait_kind kind, uint64_t id);

/* The descriptor or address that loop_identity() was given. */
static inline uint64_t loop_identity_id(uint64_t identity)
{
	return identity & ((UINT64_C(1) << LOOP_FAMILY_SHIFT) - 1);
}

/* Whether IDENTITY is a descriptor (of epoll or io_uring), not an address:
 * liburing's functions name an io_uring by its address. */
static inline bool loop_identity_is_descriptor(uint64_t identity)
{
	uint64_t family = identity >> LOOP_FAMILY_SHIFT;

	return (family == FAMILY_EPOLL || family == FAMILY_IO_URING) &&
	       loop_identity_id(identity) <= INT32_MAX;
}

/* The wait of IDENTITY begins at NOW_NS: what that means is left in STEP. */
void loop_wait_begin(struct loop *loop, enum wait_kind kind, uint64_t identity,
		     uint64_t now_ns, struct loop_step *step);

/*
 * It returned with READY events (negative: an error, counts as none). True:
 * it was the loop's own wait, and an iteration begins now.
 */
bool loop_wait_end(struct loop *loop, uint64_t identity, int ready,
		   uint64_t now_ns);

/* What the thread waits on when it has its turn: its loop, or what may become
 * one. 0: it has not waited yet. */
static inline uint64_t loop_turn(const struct loop *loop)
{
	return loop->wait.identity ? loop->wait.identity : loop->last_identity;
}

/*
 * The thread parks, and goes on. IS_OTHERS_TURN: by now another thread waits on
 * the descriptor of loop_turn(). Then the park was idle time: the iteration
 * ended when it began (in STEP), and a new one begins at NOW_NS.
 */
void loop_park_begin(struct loop *loop, uint64_t now_ns);
void loop_park_end(struct loop *loop, bool is_others_turn, uint64_t now_ns,
		   struct loop_step *step);

/* "epoll_wait" and so on, as the log names it. */
const char *loop_wait_name(enum wait_kind kind);

#endif
