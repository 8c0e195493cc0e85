/* Reads that wait for each other. */
#include "unit.h"

#include "slowfs/queue.h"

static struct queue queue;

START_TEST(test_reads_up_to_the_depth_are_served_at_once)
{
	queue_init(&queue, 2);
	ck_assert_uint_eq(queue_done_ns(&queue, 1000, 100, 0), 1100);
	ck_assert_uint_eq(queue_done_ns(&queue, 1000, 100, 0), 1100);
	ck_assert_uint_eq(queue_done_ns(&queue, 1000, 100, 0), 1200);
	ck_assert_uint_eq(queue_done_ns(&queue, 1050, 100, 0), 1200);
}
END_TEST

START_TEST(test_the_slot_that_is_free_first_takes_the_next_read)
{
	queue_init(&queue, 2);
	queue_done_ns(&queue, 0, 1000, 0);
	queue_done_ns(&queue, 0, 10, 0);
	ck_assert_uint_eq(queue_done_ns(&queue, 5, 10, 0), 20);
	ck_assert_uint_eq(queue_done_ns(&queue, 5, 10, 0), 30);
}
END_TEST

START_TEST(test_an_idle_queue_makes_nobody_wait)
{
	queue_init(&queue, 1);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 100, 0), 100);
	ck_assert_uint_eq(queue_done_ns(&queue, 500, 100, 0), 600);
}
END_TEST

START_TEST(test_transfers_go_one_after_the_other)
{
	queue_init(&queue, 8);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 80, 50), 130);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 80, 50), 180);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 80, 50), 230);
	/* A read holds its slot until its data is through. */
	queue_init(&queue, 1);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 80, 50), 130);
	ck_assert_uint_eq(queue_done_ns(&queue, 0, 80, 50), 260);
}
END_TEST

UNIT_MAIN("queue", test_reads_up_to_the_depth_are_served_at_once,
	  test_the_slot_that_is_free_first_takes_the_next_read,
	  test_an_idle_queue_makes_nobody_wait,
	  test_transfers_go_one_after_the_other)
