/* Waits for other threads: part of a callback, or idle while another one of the
 * pool has the turn. */
#include "unit.h"

#include "preload/loop.h"
#include "preload/turns.h"

static struct loop loop;
static uint64_t epoll;

static struct loop_step wait_from(uint64_t begin_ns, uint64_t end_ns)
{
	struct loop_step step;

	loop_wait_begin(&loop, WAIT_EPOLL, epoll, begin_ns, &step);
	loop_wait_end(&loop, epoll, 1, end_ns);
	return step;
}

static struct loop_step park_from(uint64_t begin_ns, uint64_t end_ns,
				  bool is_others_turn)
{
	struct loop_step step;

	loop_park_begin(&loop, begin_ns);
	loop_park_end(&loop, is_others_turn, end_ns, &step);
	return step;
}

/* A loop since its wait of 20 … 25. */
static void become_loop(void)
{
	loop = (struct loop){ 0 };
	epoll = loop_identity(WAIT_EPOLL, 5);
	wait_from(10, 12);
	wait_from(20, 25);
}

START_TEST(test_a_wait_for_another_thread_in_a_callback_is_part_of_it)
{
	struct loop_step step;

	become_loop();
	ck_assert(!park_from(30, 40, false).has_ended);
	ck_assert(!park_from(50, 55, false).has_ended);
	step = wait_from(60, 70);
	ck_assert(step.has_ended);
	ck_assert_uint_eq(step.begin_ns, 25);
	ck_assert_uint_eq(step.end_ns, 60);
	ck_assert_uint_eq(step.parked_ns, 15);
	ck_assert_uint_eq(wait_from(80, 90).parked_ns, 0);
}
END_TEST

START_TEST(test_a_park_while_another_has_the_turn_is_between_two_iterations)
{
	struct loop_step step;

	become_loop();
	step = park_from(30, 1000, true);
	ck_assert(step.has_ended);
	ck_assert_uint_eq(step.begin_ns, 25);
	ck_assert_uint_eq(step.end_ns, 30);
	ck_assert_uint_eq(step.number, 2);
	step = wait_from(1010, 1020);
	ck_assert(step.has_ended);
	ck_assert_uint_eq(step.begin_ns, 1000);
	ck_assert_uint_eq(step.end_ns, 1010);
	ck_assert_uint_eq(step.number, 3);
	ck_assert_uint_eq(step.parked_ns, 0);
	ck_assert_int_eq(step.ready, 0);
}
END_TEST

START_TEST(test_the_first_iteration_of_a_loop_ends_where_its_thread_parked)
{
	struct loop_step step;

	loop = (struct loop){ 0 };
	epoll = loop_identity(WAIT_EPOLL, 5);
	ck_assert_uint_eq(loop_turn(&loop), 0);
	wait_from(10, 12);
	ck_assert_uint_eq(loop_turn(&loop), epoll);
	ck_assert(!park_from(15, 900, true).has_ended);
	step = wait_from(1000, 1010);
	ck_assert(step.is_new_loop && step.has_ended);
	ck_assert_uint_eq(step.begin_ns, 12);
	ck_assert_uint_eq(step.end_ns, 15);
}
END_TEST

START_TEST(test_a_park_that_was_left_by_longjmp_counts_for_nothing)
{
	become_loop();
	loop_park_begin(&loop, 30);
	ck_assert_uint_eq(wait_from(60, 70).parked_ns, 0);
	ck_assert_uint_eq(wait_from(80, 90).parked_ns, 0);
}
END_TEST

START_TEST(test_a_futex_must_be_waited_on_often_to_be_a_loop)
{
	uint64_t futex = loop_identity(WAIT_FUTEX, 0x7f0000001000);
	struct loop_step step;
	uint64_t waits = 0;

	loop = (struct loop){ 0 };
	while (!loop.wait.identity) {
		loop_wait_begin(&loop, WAIT_FUTEX, futex, ++waits, &step);
		loop_wait_end(&loop, futex, 0, waits);
	}
	ck_assert_uint_eq(waits, LOOP_FUTEX_WAITS);
}
END_TEST

START_TEST(test_a_marked_loop_is_one_at_once_and_stays_it)
{
	uint64_t marked = loop_identity(WAIT_MARKED, 1);
	struct loop_step step;

	become_loop();
	loop_wait_begin(&loop, WAIT_MARKED, marked, 40, &step);
	ck_assert(step.is_new_loop && step.has_ended && step.is_of_old);
	ck_assert_uint_eq(step.end_ns, 40);
	ck_assert(loop_wait_end(&loop, marked, 0, 50));
	for (uint64_t t = 51; t < 51 + 4 * LOOP_TAKEOVER; t++)
		ck_assert(!wait_from(t, t).is_new_loop);
	loop_wait_begin(&loop, WAIT_MARKED, marked, 1000, &step);
	ck_assert(step.has_ended && !step.is_new_loop);
	ck_assert_uint_eq(step.begin_ns, 50);
	ck_assert_uint_eq(step.nested, 4 * LOOP_TAKEOVER);
}
END_TEST

START_TEST(test_a_turn_is_anothers_when_another_waited_last)
{
	turns_take(7, 1);
	ck_assert(!turns_are_others(7, 1));
	ck_assert(turns_are_others(7, 0));
	turns_take(7, 0);
	ck_assert(turns_are_others(7, 1));
	/* Past the table nobody is known to have one. */
	turns_take(1 << 20, 0);
	ck_assert(!turns_are_others(1 << 20, 1));
}
END_TEST

UNIT_MAIN("loop_park",
	  test_a_wait_for_another_thread_in_a_callback_is_part_of_it,
	  test_a_park_while_another_has_the_turn_is_between_two_iterations,
	  test_the_first_iteration_of_a_loop_ends_where_its_thread_parked,
	  test_a_park_that_was_left_by_longjmp_counts_for_nothing,
	  test_a_futex_must_be_waited_on_often_to_be_a_loop,
	  test_a_marked_loop_is_one_at_once_and_stays_it,
	  test_a_turn_is_anothers_when_another_waited_last)
