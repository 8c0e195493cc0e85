/* Where a thread's time went, iteration after iteration. */
#include "unit.h"

#include "preload/spans.h"

static struct spans spans;
static uint64_t sum[SPAN_KINDS];

START_TEST(test_each_kind_is_summed_for_itself)
{
	spans_init(&spans);
	spans_add(&spans, SPAN_BLOCKED, 10, 20, 1000);
	spans_add(&spans, SPAN_ASLEEP, 12, 18, 1000);
	spans_add(&spans, SPAN_PREEMPTED, 30, 31, 1000);
	spans_add(&spans, SPAN_ASLEEP, 40, 40, 1000);
	spans_sum(&spans, 0, 100, sum);
	ck_assert_uint_eq(sum[SPAN_BLOCKED], 10);
	ck_assert_uint_eq(sum[SPAN_ASLEEP], 6);
	ck_assert_uint_eq(sum[SPAN_PREEMPTED], 1);
	spans_release(&spans);
}
END_TEST

START_TEST(test_a_span_is_shared_out_between_iterations)
{
	for (int kind = 0; kind < SPAN_KINDS; kind++) {
		spans_init(&spans);
		spans_add(&spans, (enum span_kind)kind, 10, 30, 1000);
		spans_add(&spans, (enum span_kind)kind, 50, 60, 1000);
		spans_sum(&spans, 0, 15, sum);
		ck_assert_uint_eq(sum[kind], 5);
		spans_sum(&spans, 15, 55, sum);
		ck_assert_uint_eq(sum[kind], 20);
		spans_sum(&spans, 55, 100, sum);
		ck_assert_uint_eq(sum[kind], 5);
		spans_sum(&spans, 100, 200, sum);
		ck_assert_uint_eq(sum[kind], 0);
		ck_assert_uint_eq(spans.kinds[kind].len, 0);
		spans_release(&spans);
	}
}
END_TEST

START_TEST(test_what_blocked_may_be_told_of_late)
{
	spans_init(&spans);
	spans_add(&spans, SPAN_BLOCKED, 50, 60, 1000);
	spans_add(&spans, SPAN_BLOCKED, 10, 20, 1000);
	spans_sum(&spans, 0, 40, sum);
	ck_assert_uint_eq(sum[SPAN_BLOCKED], 10);
	spans_sum(&spans, 40, 80, sum);
	ck_assert_uint_eq(sum[SPAN_BLOCKED], 10);
	spans_release(&spans);
}
END_TEST

START_TEST(test_very_many_spans_keep_their_sum_in_bounded_memory)
{
	uint64_t count = 100000;

	spans_init(&spans);
	for (uint64_t i = 0; i < count; i++)
		spans_add(&spans, SPAN_ASLEEP, i * 10, i * 10 + 3, 1000);
	ck_assert_uint_lt(spans.kinds[SPAN_ASLEEP].len, count / 4);
	spans_sum(&spans, 0, count * 10, sum);
	ck_assert_uint_eq(sum[SPAN_ASLEEP], count * 3);
	spans_release(&spans);
}
END_TEST

UNIT_MAIN("spans", test_each_kind_is_summed_for_itself,
	  test_a_span_is_shared_out_between_iterations,
	  test_what_blocked_may_be_told_of_late,
	  test_very_many_spans_keep_their_sum_in_bounded_memory)
