/* Which wait is the thread's loop, and where its iterations lie. */
#include "unit.h"

#include "preload/loop.h"

static struct loop loop;
static uint64_t A, B, C;

static void start(void)
{
	loop = (struct loop){ 0 };
	A = loop_identity(WAIT_EPOLL, 5);
	B = loop_identity(WAIT_POLL, 0x401000);
	C = loop_identity(WAIT_SELECT, 0x401000);
}

static struct loop_step begins(uint64_t identity, uint64_t t)
{
	enum wait_kind kind = identity == A   ? WAIT_EPOLL
			      : identity == B ? WAIT_POLL
					      : WAIT_SELECT;

	struct loop_step step;

	loop_wait_begin(&loop, kind, identity, t, &step);
	return step;
}

static bool ends(uint64_t identity, int ready, uint64_t t)
{
	return loop_wait_end(&loop, identity, ready, t);
}

/* A wait from T to T + 2 in which nothing of the loop changes. */
static void nested(uint64_t identity, uint64_t t)
{
	struct loop_step step = begins(identity, t);

	ck_assert(!step.is_new_loop && !step.has_ended);
	ck_assert(!ends(identity, 1, t + 2));
}

static void check(struct loop_step step, uint64_t number, uint64_t begin_ns,
		  uint64_t end_ns, int ready)
{
	ck_assert(step.has_ended);
	ck_assert_uint_eq(step.number, number);
	ck_assert_uint_eq(step.begin_ns, begin_ns);
	ck_assert_uint_eq(step.end_ns, end_ns);
	ck_assert_int_eq(step.ready, ready);
}

/* The loop is A since its wait of 20 … 25. */
static void become_loop(void)
{
	struct loop_step step;

	start();
	nested(A, 10);
	step = begins(A, 20);
	ck_assert(step.is_new_loop);
	ck_assert(ends(A, 3, 25));
}

START_TEST(test_one_wait_is_no_loop)
{
	start();
	nested(A, 10);
	nested(B, 20);
	nested(C, 30);
	ck_assert_uint_eq(loop.wait.identity, 0);
	ck_assert(!loop.is_iterating);
}
END_TEST

START_TEST(test_the_second_wait_makes_the_loop_and_ends_its_first_iteration)
{
	struct loop_step step;

	start();
	ck_assert(!begins(A, 10).is_new_loop);
	ck_assert(!ends(A, 2, 17));
	step = begins(A, 30);
	ck_assert(step.is_new_loop);
	ck_assert(!step.is_of_old);
	check(step, 1, 17, 30, 2);
	ck_assert_uint_eq(loop.wait.identity, A);
	ck_assert_int_eq(loop.wait.kind, WAIT_EPOLL);
}
END_TEST

START_TEST(test_iterations_are_numbered_and_lie_between_waits)
{
	become_loop();
	for (uint64_t i = 0; i < 1000; i++) {
		uint64_t t = 100 + 100 * i;

		check(begins(A, t), 2 + i, i ? t - 60 : 25, t,
		      i ? (int)i - 1 : 3);
		ck_assert(loop.is_waiting);
		ck_assert_uint_eq(loop.wait_begin_ns, t);
		ck_assert(ends(A, (int)i, t + 40));
		ck_assert(!loop.is_waiting && loop.is_iterating);
	}
}
END_TEST

START_TEST(test_an_interrupted_wait_begins_an_iteration_with_nothing_ready)
{
	become_loop();
	begins(A, 30);
	ck_assert(ends(A, -1, 40)); /* EINTR */
	check(begins(A, 45), 3, 40, 45, 0);
	ends(A, 0, 50); /* a timeout */
	check(begins(A, 60), 4, 50, 60, 0);
}
END_TEST

START_TEST(test_a_wait_of_another_kind_inside_is_part_of_the_iteration)
{
	become_loop();
	nested(B, 30);
	nested(C, 40);
	nested(B, 50);
	check(begins(A, 60), 2, 25, 60, 3);
}
END_TEST

START_TEST(test_the_first_of_two_alternating_waits_is_the_loop)
{
	struct loop_step step;

	start();
	nested(A, 10);
	nested(B, 20);
	step = begins(A, 30);
	ck_assert(step.is_new_loop);
	check(step, 1, 12, 30, 1);
	ends(A, 1, 31);
	for (uint64_t i = 0; i < 10 * LOOP_TAKEOVER; i++) {
		uint64_t t = 40 + 20 * i;

		nested(B, t);
		step = begins(A, t + 10);
		ck_assert(!step.is_new_loop);
		check(step, 2 + i, t - 9, t + 10, 1);
		ends(A, 1, t + 11);
	}
	ck_assert_uint_eq(loop.wait.identity, A);
}
END_TEST

START_TEST(test_a_wait_that_goes_on_without_the_loop_takes_over)
{
	struct loop_step step = { 0 };

	become_loop();
	for (uint64_t i = 1; i < LOOP_TAKEOVER; i++)
		nested(B, 100 * i);
	step = begins(B, 100 * LOOP_TAKEOVER);
	ck_assert(step.is_new_loop);
	ck_assert(step.is_of_old);
	/* The old loop's last iteration ended where the new loop began. */
	check(step, 2, 25, 100, 3);
	ck_assert_uint_eq(loop.wait.identity, B);
	ck_assert_int_eq(loop.wait.kind, WAIT_POLL);
	/* The new one counts for itself. */
	ck_assert(ends(B, 4, 7000));
	step = begins(B, 7500);
	ck_assert(!step.is_new_loop);
	check(step, 1, 7000, 7500, 4);
}
END_TEST

START_TEST(test_the_loops_own_wait_sets_the_takeover_back)
{
	become_loop();
	for (int round = 0; round < 3; round++) {
		for (uint64_t i = 1; i < LOOP_TAKEOVER; i++)
			nested(B, 1000);
		begins(A, 2000);
		ends(A, 1, 2001);
	}
	ck_assert_uint_eq(loop.wait.identity, A);
	ck_assert_uint_eq(loop.number, 4);
}
END_TEST

START_TEST(test_a_wait_that_was_abandoned_ends_no_iteration)
{
	become_loop();
	check(begins(A, 30), 2, 25, 30, 3);
	/* longjmp() out of the wait: it never returned. */
	ck_assert(!begins(A, 50).has_ended);
	ck_assert(ends(A, 7, 60));
	check(begins(A, 70), 3, 60, 70, 7);
}
END_TEST

START_TEST(test_a_loop_after_an_abandoned_wait_counts_from_one)
{
	struct loop_step step = { 0 };

	become_loop();
	begins(A, 30); /* never returns */
	for (uint64_t i = 1; i <= LOOP_TAKEOVER; i++) {
		step = begins(B, 100 * i);
		ends(B, 1, 100 * i + 50);
	}
	ck_assert(step.is_new_loop);
	ck_assert(!step.is_of_old);
	ck_assert_uint_eq(loop.wait.identity, B);
	step = begins(B, 9000);
	check(step, 1, 100 * LOOP_TAKEOVER + 50, 9000, 1);
}
END_TEST

START_TEST(test_a_handlers_wait_before_an_iteration_cannot_turn_it_around)
{
	struct loop_step step;

	become_loop();
	begins(A, 30);
	nested(B, 35); /* a signal handler, while the loop waits */
	ends(A, 1, 40);
	for (uint64_t i = 1; i < LOOP_TAKEOVER - 1; i++)
		nested(B, 100 * i);
	step = begins(B, 9000);
	ck_assert(step.is_new_loop && step.is_of_old);
	ck_assert_uint_ge(step.end_ns, step.begin_ns);
	ck_assert_uint_eq(step.begin_ns, 40);
}
END_TEST

START_TEST(test_waits_are_told_apart_by_family_and_place)
{
	start();
	ck_assert_uint_ne(B, C);
	ck_assert_uint_ne(A, loop_identity(WAIT_EPOLL, 6));
	ck_assert_uint_eq(A, loop_identity(WAIT_EPOLL_PWAIT, 5));
	ck_assert_uint_eq(A, loop_identity(WAIT_EPOLL_PWAIT2, 5));
	ck_assert_uint_eq(B, loop_identity(WAIT_PPOLL, 0x401000));
	ck_assert_uint_eq(C, loop_identity(WAIT_PSELECT, 0x401000));
	ck_assert_uint_ne(loop_identity(WAIT_EPOLL, 0), 0);
	ck_assert_uint_eq(loop_identity_id(A), 5);
	ck_assert_uint_eq(loop_identity_id(B), 0x401000);
	ck_assert(loop_identity_is_descriptor(A));
	ck_assert(!loop_identity_is_descriptor(B));
	ck_assert(!loop_identity_is_descriptor(
		loop_identity(WAIT_IO_URING, 0x7f0000001000)));
	ck_assert_str_eq(loop_wait_name(WAIT_EPOLL), "epoll_wait");
	ck_assert_str_eq(loop_wait_name(WAIT_EPOLL_PWAIT), "epoll_pwait");
	ck_assert_str_eq(loop_wait_name(WAIT_EPOLL_PWAIT2), "epoll_pwait2");
	ck_assert_str_eq(loop_wait_name(WAIT_POLL), "poll");
	ck_assert_str_eq(loop_wait_name(WAIT_PPOLL), "ppoll");
	ck_assert_str_eq(loop_wait_name(WAIT_SELECT), "select");
	ck_assert_str_eq(loop_wait_name(WAIT_PSELECT), "pselect");
}
END_TEST

START_TEST(test_many_places_that_wait_once_are_no_loop)
{
	start();
	for (uint64_t i = 0; i < 1000; i++) {
		uint64_t place = loop_identity(WAIT_POLL, 0x1000 + i);

		ck_assert(!begins(place, i).is_new_loop);
		loop_wait_end(&loop, place, 1, i);
	}
	ck_assert_uint_eq(loop.wait.identity, 0);
}
END_TEST

START_TEST(test_nested_waits_are_counted_with_their_time_in_one_iteration)
{
	struct loop_step step;

	become_loop();
	nested(B, 30);
	nested(C, 40);
	step = begins(A, 50);
	ck_assert_uint_eq(step.nested, 2);
	ck_assert_uint_eq(step.nested_ns, 4);
	ck_assert(ends(A, 0, 60));
	step = begins(A, 70);
	ck_assert_uint_eq(step.nested, 0);
	ck_assert_uint_eq(step.nested_ns, 0);
}
END_TEST

UNIT_MAIN("loop", test_one_wait_is_no_loop,
	  test_the_second_wait_makes_the_loop_and_ends_its_first_iteration,
	  test_iterations_are_numbered_and_lie_between_waits,
	  test_an_interrupted_wait_begins_an_iteration_with_nothing_ready,
	  test_a_wait_of_another_kind_inside_is_part_of_the_iteration,
	  test_the_first_of_two_alternating_waits_is_the_loop,
	  test_a_wait_that_goes_on_without_the_loop_takes_over,
	  test_the_loops_own_wait_sets_the_takeover_back,
	  test_a_wait_that_was_abandoned_ends_no_iteration,
	  test_a_loop_after_an_abandoned_wait_counts_from_one,
	  test_a_handlers_wait_before_an_iteration_cannot_turn_it_around,
	  test_waits_are_told_apart_by_family_and_place,
	  test_many_places_that_wait_once_are_no_loop,
	  test_nested_waits_are_counted_with_their_time_in_one_iteration)
