/*
 * What host threads tell the collector, and the ring that carries it: one
 * producer (the thread), one consumer (the collector), no lock, no system
 * call. A full ring refuses: the refusal is counted, the host never waits.
 */
#ifndef MMSTALL_EVENT_RING_H
#define MMSTALL_EVENT_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tasks.h"
#include "usage.h"

enum event_kind {
	EVENT_MAP,       /* a file was mapped, or a fixed range replaced */
	EVENT_UNMAP,     /* a range is about to be unmapped */
	EVENT_REMAP,     /* a range was moved, grown or shrunk */
	EVENT_RESYNC,    /* an unmap that was noted did not happen */
	EVENT_CALL,      /* a call on a mapping took long, or is advice */
	EVENT_LOOP,      /* this wait is now the thread's loop */
	EVENT_ITERATION, /* an iteration of the loop ended */
	EVENT_AFTER,     /* the wait after a long iteration returned */
	EVENT_TASK,      /* a named piece of work ended */
	EVENT_EXIT,      /* the thread is about to end */
};

/* Which function a loop waits in; the names are in loop.c. */
enum wait_kind {
	WAIT_EPOLL,
	WAIT_EPOLL_PWAIT,
	WAIT_EPOLL_PWAIT2,
	WAIT_POLL,
	WAIT_PPOLL,
	WAIT_SELECT,
	WAIT_PSELECT,
	WAIT_IO_URING,
	WAIT_SIGWAIT,
	WAIT_SIGWAITINFO,
	WAIT_SIGTIMEDWAIT,
	WAIT_FUTEX,
	WAIT_MARKED, /* by mmstall.h */
};

struct event {
	uint64_t t_ns;      /* CLOCK_MONOTONIC */
	uint32_t kind;      /* enum event_kind */
	uint32_t parked_us; /* of an iteration: asleep for other threads */
	union {
		struct {
			uint64_t start;
			uint64_t len;
			uint64_t offset;
			uint64_t inode;
			uint32_t dev_major, dev_minor;
			uint32_t name; /* names.h; 0: not known */
			uint16_t prot;
			uint8_t is_shared, is_anonymous;
		} map;
		struct {
			uint64_t start;
			uint64_t len;
		} unmap;
		struct {
			uint64_t old_start, old_len;
			uint64_t new_start, new_len;
			uint64_t before_ns; /* when the call began */
		} remap;
		struct {
			uint32_t kind; /* enum call_kind */
			int32_t argument;
			uint64_t start, len;
			uint64_t begin_ns;
		} call; /* ended at t_ns */
		struct {
			uint32_t wait; /* enum wait_kind */
			uint64_t identity;
		} loop;
		struct {
			int32_t ready;
			uint32_t nested; /* waits of other identities in it */
			uint64_t number;
			uint64_t begin_ns;
			uint64_t nested_ns;
			struct usage usage; /* in lesser mode, else zeroes */
		} iteration;                /* ended at t_ns */
		struct {
			int32_t ready;
			uint64_t number;
			uint64_t waited_ns;
		} after;
		struct {
			uint64_t begin_ns;
			char name[TASK_NAME_BYTES];
		} task; /* ended at t_ns */
		struct {
			uint64_t minor, major; /* the kernel's counts */
			char name[16];         /* "": not known */
			bool is_known;
		} exit;
	};
};

_Static_assert(sizeof(struct event) == 64, "one event is one cache line");

#define EVENT_RING_SLOTS 256

/* The last slot is for the thread's end: without it, what the kernel counted
 * for the thread would not be known. */
#define EVENT_RING_ROOM (EVENT_RING_SLOTS - 1)

struct event_ring {
	_Alignas(64) _Atomic uint32_t head; /* written by the owner thread */
	_Atomic uint32_t refused;           /* by the owner: ring was full */
	_Alignas(64) _Atomic uint32_t tail; /* written by the collector */
	struct event slot[EVENT_RING_SLOTS];
};

/* Owner thread. False: full; the event is counted as refused. An EVENT_EXIT
 * finds room always, once. */
static inline bool event_ring_push(struct event_ring *ring,
				   const struct event *event)
{
	uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
	uint32_t tail = atomic_load_explicit(
		&ring->tail,
		memory_order_acquire); /* pairs with _consume's release */

	if (head - tail >= EVENT_RING_ROOM + (event->kind == EVENT_EXIT)) {
		atomic_fetch_add_explicit(&ring->refused, 1,
					  memory_order_relaxed);
		return false;
	}
	ring->slot[head % EVENT_RING_SLOTS] = *event;
	atomic_store_explicit(&ring->head, head + 1, memory_order_release);
	return true;
}

/* Any thread: how many events wait to be read, at this moment. */
static inline uint32_t event_ring_used(struct event_ring *ring)
{
	return atomic_load_explicit(&ring->head, memory_order_relaxed) -
	       atomic_load_explicit(&ring->tail, memory_order_relaxed);
}

/* Collector. The oldest event, or NULL; stays valid until _consume. */
static inline const struct event *event_ring_peek(struct event_ring *ring)
{
	uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
	uint32_t head = atomic_load_explicit(
		&ring->head,
		memory_order_acquire); /* pairs with _push's release */

	return head == tail ? NULL : &ring->slot[tail % EVENT_RING_SLOTS];
}

/* Collector. Gives the slot of the event last peeked back to the owner. */
static inline void event_ring_consume(struct event_ring *ring)
{
	uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);

	atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
}

#endif
