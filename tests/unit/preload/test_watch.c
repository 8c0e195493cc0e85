/* What the collector knows of one thread, fed with samples of the test's. */
#include "watched.h"

#include "preload/collector_state.h"

static uint64_t blocked_in(uint64_t begin_ns, uint64_t end_ns)
{
	uint64_t spent_ns[SPAN_KINDS];

	watch_spent(watch, begin_ns, end_ns, spent_ns);
	return spent_ns[SPAN_BLOCKED];
}

START_TEST(test_long_faults_are_kept_and_short_ones_only_counted)
{
	struct fault *kept;
	struct count_facts counts;

	start();
	fault(1000, 20 * US - 1, false);
	fault(50000, 20 * US, true);
	fault(90000, 300 * US, false);
	ck_assert_uint_eq(watch->faults.len, 2);
	kept = vec_at(&watch->faults, struct fault, 0);
	ck_assert_uint_eq(kept[0].begin_ns, 50000);
	ck_assert_uint_eq(kept[0].len_ns, 20 * US);
	ck_assert(kept[0].is_major && !kept[1].is_major);
	ck_assert_uint_eq(kept[1].len_ns, 300 * US);
	ck_assert(!kept[0].is_cut && !kept[1].is_cut);
	counts = watch_counts(watch, UINT64_MAX, NULL);
	ck_assert_uint_eq(counts.sampled_minor, 2);
	ck_assert_uint_eq(counts.sampled_major, 1);
	ck_assert_uint_eq(counts.blocking, 2);
	ck_assert_uint_eq(counts.blocking_ns, 320 * US);
	ck_assert_uint_eq(counts.fault_ns, 340 * US - 1);
	ck_assert_uint_eq(counts.lost + counts.unpaired + counts.failed, 0);
	ck_assert(!counts.is_known);
	watch_free(watch);
}
END_TEST

START_TEST(test_blocked_time_is_what_overlaps_the_iteration)
{
	start();
	fault(100 * US, 50 * US, false);  /* 100 … 150 */
	fault(200 * US, 100 * US, false); /* 200 … 300 */
	fault(400 * US, 50 * US, true);   /* 400 … 450 */
	ck_assert_uint_eq(blocked_in(0, 50 * US), 0);
	ck_assert_uint_eq(blocked_in(0, 120 * US), 20 * US);
	ck_assert_uint_eq(blocked_in(130 * US, 250 * US), 70 * US);
	/* One that goes on into the next iteration is shared out. */
	ck_assert_uint_eq(blocked_in(250 * US, 260 * US), 10 * US);
	ck_assert_uint_eq(blocked_in(260 * US, 500 * US), 90 * US);
	ck_assert_uint_eq(blocked_in(500 * US, 600 * US), 0);
	ck_assert_uint_eq(watch->spans.kinds[SPAN_BLOCKED].len, 0);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_span_that_touches_an_iteration_is_not_in_it)
{
	start();
	fault(100 * US, 50 * US, false);
	ck_assert_uint_eq(blocked_in(10 * US, 100 * US), 0);
	ck_assert_uint_eq(blocked_in(150 * US, 200 * US), 0);
	watch_free(watch);
}
END_TEST

static void off(uint64_t t, bool is_preempted)
{
	watch_take_sample(watch, &(struct sample){ .kind = SAMPLE_OFF,
						   .is_preempted = is_preempted,
						   .t_ns = t });
}

static void on(uint64_t t)
{
	watch_take_sample(watch,
			  &(struct sample){ .kind = SAMPLE_ON, .t_ns = t });
}

START_TEST(test_sleep_and_preemption_are_told_apart_in_and_out_of_faults)
{
	uint64_t spent_ns[SPAN_KINDS];

	start();
	off(100 * US, false);
	on(130 * US);
	feed(SAMPLE_BEGIN, 200 * US, 7);
	off(210 * US, false);
	on(250 * US);
	off(255 * US, true);
	on(260 * US);
	feed(SAMPLE_MINOR, 270 * US, 7);
	off(300 * US, true);
	watch_spent(watch, 0, 320 * US, spent_ns);
	ck_assert_uint_eq(spent_ns[SPAN_BLOCKED], 70 * US);
	ck_assert_uint_eq(spent_ns[SPAN_ASLEEP], 70 * US);
	/* It is still off the CPU at the end. */
	ck_assert_uint_eq(spent_ns[SPAN_PREEMPTED], 25 * US);
	ck_assert_uint_eq(vec_at(&watch->faults, struct fault, 0)->slept_ns,
			  40 * US);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_hole_in_the_samples_makes_no_sleep)
{
	uint64_t spent_ns[SPAN_KINDS];

	start();
	off(100 * US, false);
	feed(SAMPLE_LOST, 0, 0);
	on(900 * US);
	watch_spent(watch, 0, 1000 * US, spent_ns);
	ck_assert_uint_eq(spent_ns[SPAN_ASLEEP], 0);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_thread_without_a_loop_keeps_few_spans)
{
	start();
	watch->loop.id = 0;
	for (uint64_t i = 1; i <= 1000; i++)
		fault(i * 100 * US, 50 * US, false);
	ck_assert_uint_lt(watch->spans.kinds[SPAN_BLOCKED].len, 100);
	ck_assert_uint_eq(watch->faults.len, 1000);
	/* It may turn out to have been one iteration of a loop. */
	ck_assert_uint_eq(blocked_in(0, 200000 * US), 1000 * 50 * US);
	watch_free(watch);
}
END_TEST

START_TEST(test_lost_samples_leave_no_fault_half_known)
{
	struct count_facts counts;

	start();
	fault(100, 10, false);
	feed(SAMPLE_BEGIN, 1000, 3);
	feed(SAMPLE_LOST, 0, 0);
	feed(SAMPLE_MINOR, 99000, 3);
	counts = watch_counts(watch, UINT64_MAX, NULL);
	ck_assert_uint_eq(counts.lost, 5);
	ck_assert_uint_eq(counts.unpaired, 1);
	ck_assert_uint_eq(counts.failed, 1);
	ck_assert_uint_eq(counts.sampled_minor, 2);
	ck_assert_uint_eq(watch->faults.len, 0);
	ck_assert_uint_eq(watch->last_sample_ns, 99000);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_fault_under_way_when_sampling_began_is_cut_not_unpaired)
{
	struct fault *kept;

	start();
	watch->enabled_ns = 500;
	feed(SAMPLE_MAJOR, 500 + 100 * US, 3);
	ck_assert_uint_eq(watch->faults.len, 1);
	kept = vec_at(&watch->faults, struct fault, 0);
	ck_assert(kept->is_cut && kept->is_major);
	ck_assert_uint_eq(kept->begin_ns, 500);
	ck_assert_uint_eq(kept->len_ns, 100 * US);
	ck_assert_uint_eq(watch->pairing.unpaired, 0);
	/* Only the very first sample can be one. */
	feed(SAMPLE_MINOR, 700 * US, 4);
	ck_assert_uint_eq(watch->faults.len, 1);
	ck_assert_uint_eq(watch->pairing.unpaired, 1);
	watch_free(watch);
}
END_TEST

START_TEST(test_an_end_before_the_clock_was_read_is_no_endless_fault)
{
	start();
	watch->enabled_ns = 5000; /* read after the events were started */
	feed(SAMPLE_MINOR, 4000, 3);
	ck_assert_uint_eq(watch->faults.len, 0);
	ck_assert_uint_eq(watch->fault_ns, 0);
	ck_assert_uint_eq(watch->blocking, 0);
	watch_free(watch);
}
END_TEST

static uint32_t any_stack(void *context, const struct stack_sample *stack)
{
	(void)context;
	(void)stack;
	return 9;
}

START_TEST(test_a_page_written_right_after_it_was_read_is_two_faults)
{
	struct fault *kept;

	start();
	watch->stacks.stack_of = any_stack;
	feed(SAMPLE_BEGIN, 1000 * US, 7);
	feed(SAMPLE_STACK, 1030 * US, 7);
	feed(SAMPLE_MAJOR, 1040 * US, 7);
	/* Of the copy no stack is taken. */
	feed(SAMPLE_BEGIN, 1050 * US, 7);
	feed(SAMPLE_MINOR, 1080 * US, 7);
	ck_assert_uint_eq(watch->faults.len, 2);
	kept = vec_at(&watch->faults, struct fault, 0);
	ck_assert_uint_eq(kept[0].len_ns, 30 * US);
	ck_assert_uint_eq(kept[1].begin_ns, 1050 * US);
	ck_assert_uint_eq(kept[1].len_ns, 30 * US);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_begin_whose_end_found_a_full_ring_is_no_endless_fault)
{
	struct fault fault;

	start();
	feed(SAMPLE_BEGIN, 1000 * US, 7);
	ck_assert(progress_fault(watch, 9000 * US, &fault));
	ck_assert_uint_eq(fault.len_ns, 8000 * US);
	watch->sampler.full_ns = 1001 * US;
	ck_assert(!progress_fault(watch, 9000 * US, &fault));
	/* What begins afterwards is not in doubt. */
	feed(SAMPLE_LOST, 0, 0);
	feed(SAMPLE_BEGIN, 2000 * US, 7);
	ck_assert(progress_fault(watch, 9000 * US, &fault));
	watch_free(watch);
}
END_TEST

UNIT_MAIN("watch", test_long_faults_are_kept_and_short_ones_only_counted,
	  test_blocked_time_is_what_overlaps_the_iteration,
	  test_a_span_that_touches_an_iteration_is_not_in_it,
	  test_sleep_and_preemption_are_told_apart_in_and_out_of_faults,
	  test_a_hole_in_the_samples_makes_no_sleep,
	  test_a_thread_without_a_loop_keeps_few_spans,
	  test_lost_samples_leave_no_fault_half_known,
	  test_a_fault_under_way_when_sampling_began_is_cut_not_unpaired,
	  test_an_end_before_the_clock_was_read_is_no_endless_fault,
	  test_a_page_written_right_after_it_was_read_is_two_faults,
	  test_a_begin_whose_end_found_a_full_ring_is_no_endless_fault)
