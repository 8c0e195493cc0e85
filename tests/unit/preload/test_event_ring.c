/* The ring between one host thread and the collector. */
#include "unit.h"

#include <pthread.h>
#include <sched.h>

#include "preload/event_ring.h"

static struct event_ring ring;

static void start_at(uint32_t position)
{
	atomic_store(&ring.head, position);
	atomic_store(&ring.tail, position);
	atomic_store(&ring.refused, 0);
}

static bool push(uint64_t number)
{
	struct event event = {
		.t_ns = number,
		.kind = EVENT_ITERATION,
		.iteration = { .ready = -1,
			       .number = number,
			       .begin_ns = ~number },
	};

	return event_ring_push(&ring, &event);
}

/* The number of the oldest event, taken out; -1: the ring is empty. */
static int64_t pull(void)
{
	const struct event *event = event_ring_peek(&ring);
	int64_t number;

	if (!event)
		return -1;
	ck_assert_uint_eq(event->t_ns, event->iteration.number);
	ck_assert_uint_eq(event->t_ns, ~event->iteration.begin_ns);
	number = (int64_t)event->t_ns;
	event_ring_consume(&ring);
	return number;
}

START_TEST(test_ring_hands_events_out_in_the_order_they_came)
{
	start_at(0);
	ck_assert_ptr_null(event_ring_peek(&ring));
	for (uint64_t i = 0; i < 100; i++)
		ck_assert(push(i));
	ck_assert_uint_eq(event_ring_used(&ring), 100);
	for (int64_t i = 0; i < 100; i++)
		ck_assert_int_eq(pull(), i);
	ck_assert_int_eq(pull(), -1);
	ck_assert_uint_eq(event_ring_used(&ring), 0);
}
END_TEST

START_TEST(test_ring_shows_the_same_event_until_it_is_consumed)
{
	start_at(0);
	push(7);
	push(8);
	ck_assert_uint_eq(event_ring_peek(&ring)->t_ns, 7);
	ck_assert_uint_eq(event_ring_peek(&ring)->t_ns, 7);
	event_ring_consume(&ring);
	ck_assert_uint_eq(event_ring_peek(&ring)->t_ns, 8);
}
END_TEST

START_TEST(test_ring_counts_what_it_refuses_when_full)
{
	start_at(0);
	for (uint64_t i = 0; i < EVENT_RING_ROOM; i++)
		ck_assert(push(i));
	for (uint64_t i = 0; i < 3; i++)
		ck_assert(!push(1000 + i));
	ck_assert_uint_eq(atomic_load(&ring.refused), 3);
	/* Nothing was overwritten. */
	for (int64_t i = 0; i < EVENT_RING_ROOM; i++)
		ck_assert_int_eq(pull(), i);
	ck_assert_int_eq(pull(), -1);
}
END_TEST

START_TEST(test_ring_takes_one_event_for_each_slot_given_back)
{
	start_at(0);
	for (uint64_t i = 0; i < EVENT_RING_ROOM; i++)
		push(i);
	ck_assert_int_eq(pull(), 0);
	ck_assert(push(EVENT_RING_ROOM));
	ck_assert(!push(5555));
	for (int64_t i = 1; i <= EVENT_RING_ROOM; i++)
		ck_assert_int_eq(pull(), i);
	ck_assert_int_eq(pull(), -1);
}
END_TEST

START_TEST(test_ring_always_has_room_for_the_end_of_its_thread)
{
	struct event exits = { .kind = EVENT_EXIT };

	start_at(0);
	for (uint64_t i = 0; i < EVENT_RING_ROOM; i++)
		push(i);
	ck_assert(!push(9999));
	ck_assert(event_ring_push(&ring, &exits));
	ck_assert(!event_ring_push(&ring, &exits));
	for (int64_t i = 0; i < EVENT_RING_ROOM; i++)
		ck_assert_int_eq(pull(), i);
	ck_assert_uint_eq(event_ring_peek(&ring)->kind, EVENT_EXIT);
}
END_TEST

START_TEST(test_ring_goes_on_when_its_counters_wrap_around)
{
	start_at(UINT32_MAX - 100);
	for (uint64_t i = 0; i < EVENT_RING_ROOM; i++)
		ck_assert(push(i));
	ck_assert(!push(9999));
	ck_assert_uint_eq(event_ring_used(&ring), EVENT_RING_ROOM);
	for (int64_t i = 0; i < EVENT_RING_ROOM; i++)
		ck_assert_int_eq(pull(), i);
	ck_assert_int_eq(pull(), -1);
	ck_assert_uint_lt(atomic_load(&ring.head), UINT32_MAX / 2);
}
END_TEST

#define TRANSFERS 2000000

static _Atomic bool is_done;

static void *produce(void *accepted)
{
	uint64_t count = 0;

	for (uint64_t i = 0; i < TRANSFERS; i++) {
		if (push(i))
			count++;
		else
			sched_yield(); /* one CPU must do as well */
	}
	*(uint64_t *)accepted = count;
	atomic_store(&is_done, true);
	return NULL;
}

/* Two real threads: whatever was accepted arrives once, whole, in order. */
START_TEST(test_ring_loses_nothing_that_it_accepted_between_two_threads)
{
	uint64_t accepted = 0, arrived = 0, torn = 0, unordered = 0;
	int64_t last = -1;
	pthread_t producer;

	start_at(UINT32_MAX - TRANSFERS / 2); /* wraps on the way */
	ck_assert_int_eq(pthread_create(&producer, NULL, produce, &accepted),
			 0);
	for (;;) {
		bool was_done = atomic_load(&is_done);
		const struct event *event = event_ring_peek(&ring);

		if (!event) {
			if (was_done)
				break;
			sched_yield();
			continue;
		}
		torn += event->t_ns != event->iteration.number ||
			event->t_ns != ~event->iteration.begin_ns;
		unordered += (int64_t)event->t_ns <= last;
		last = (int64_t)event->t_ns;
		arrived++;
		event_ring_consume(&ring);
	}
	pthread_join(producer, NULL);
	ck_assert_uint_eq(torn, 0);
	ck_assert_uint_eq(unordered, 0);
	ck_assert_uint_eq(arrived, accepted);
	ck_assert_uint_gt(arrived, EVENT_RING_SLOTS);
	ck_assert_uint_eq(arrived + atomic_load(&ring.refused), TRANSFERS);
}
END_TEST

UNIT_MAIN("event_ring", test_ring_hands_events_out_in_the_order_they_came,
	  test_ring_shows_the_same_event_until_it_is_consumed,
	  test_ring_counts_what_it_refuses_when_full,
	  test_ring_takes_one_event_for_each_slot_given_back,
	  test_ring_always_has_room_for_the_end_of_its_thread,
	  test_ring_goes_on_when_its_counters_wrap_around,
	  test_ring_loses_nothing_that_it_accepted_between_two_threads)
