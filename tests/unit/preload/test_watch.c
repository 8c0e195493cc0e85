/* What the collector knows of one thread, fed with samples of the test's. */
#include "unit.h"

#include "preload/collector_state.h"
#include "preload/sys.h"
#include "preload/watch.h"

#define US 1000ull

static struct host_thread thread;
static struct watch *watch;

static void start(void)
{
	thread.tid = sys_gettid();
	watch = watch_new(&thread, 1, 20 * US);
	ck_assert_ptr_nonnull(watch);
	watch->loop.id = 1;
}

static void feed(enum sample_kind kind, uint64_t t, uint64_t page)
{
	watch_take_sample(watch, &(struct sample){ .kind = kind,
						   .t_ns = t,
						   .address = page << 12,
						   .ip = 0x400000 + page,
						   .lost = 5 });
}

/* A fault of LEN at T. */
static void fault(uint64_t t, uint64_t len, bool is_major)
{
	feed(SAMPLE_BEGIN, t, 7);
	feed(is_major ? SAMPLE_MAJOR : SAMPLE_MINOR, t + len, 7);
}

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

START_TEST(test_counts_are_cut_at_the_moment_of_the_kernels)
{
	struct count_facts counts;

	start();
	for (uint64_t i = 1; i <= 1000; i++)
		fault(i * 100, 50, i % 3 == 0); /* ends at i * 100 + 50 */
	/* The last 10: 991 … 1000, of which 993, 996 and 999 are major. */
	counts = watch_counts(watch, 990 * 100 + 50, NULL);
	ck_assert_uint_eq(counts.sampled_major, 330);
	ck_assert_uint_eq(counts.sampled_minor, 660);
	counts = watch_counts(watch, 990 * 100 + 49, NULL);
	ck_assert_uint_eq(counts.sampled_major + counts.sampled_minor, 989);
	counts = watch_counts(watch, 1000 * 100 + 50, NULL);
	ck_assert_uint_eq(counts.sampled_major + counts.sampled_minor, 1000);
	watch_free(watch);
}
END_TEST

START_TEST(test_what_ended_before_the_base_is_not_counted_again)
{
	struct proc_faults kernel = { 105, 22 };
	struct count_facts counts;

	start();
	watch->has_base = true;
	watch->base = (struct proc_faults){ 100, 20 };
	watch->base_ns = 1000;
	fault(800, 200, false); /* ends at the very moment */
	fault(1100, 50, false);
	counts = watch_counts(watch, 2000, &kernel);
	ck_assert(counts.is_known);
	ck_assert_uint_eq(counts.before.minor, 100);
	ck_assert_uint_eq(counts.before.major, 20);
	ck_assert_uint_eq(counts.during.minor, 5);
	ck_assert_uint_eq(counts.during.major, 2);
	ck_assert_uint_eq(counts.sampled_minor, 1);
	/* Its time was spent all the same. */
	ck_assert_uint_eq(counts.fault_ns, 250);
	watch_free(watch);
}
END_TEST

START_TEST(test_a_base_younger_than_the_counts_at_the_end_is_no_endless_count)
{
	struct count_facts counts;

	start();
	watch->has_base = true;
	watch->base = (struct proc_faults){ .minor = 3, .major = 1 };
	counts = watch_counts(watch, UINT64_MAX,
			      &(struct proc_faults){ .minor = 2, .major = 1 });
	ck_assert(counts.is_known);
	ck_assert_uint_eq(counts.during.minor + counts.during.major, 0);
	ck_assert_uint_eq(counts.before.minor, 2);
	ck_assert_uint_eq(counts.before.major, 1);
	watch_free(watch);
}
END_TEST

START_TEST(
	test_a_thread_that_ended_before_it_was_looked_at_has_counts_all_the_same)
{
	const struct proc_faults last = { .minor = 7, .major = 2 };
	struct count_facts counts;

	start();
	fault(5000, 100, false); /* after its exit notice */
	watch_base_at_end(watch, 4000, &last);
	counts = watch_counts(watch, 4000, &last);
	ck_assert(counts.is_known);
	ck_assert_uint_eq(counts.before.minor, 7);
	ck_assert_uint_eq(counts.during.minor + counts.sampled_minor, 0);
	watch_free(watch);
	/* Sampled before: the base could not be read. */
	start();
	fault(5000, 100, false);
	watch_base_at_end(watch, 6000, &last);
	ck_assert(!watch_counts(watch, 6000, &last).is_known);
	watch_free(watch);
}
END_TEST

START_TEST(test_faults_of_ours_are_in_no_count_not_even_under_way)
{
	struct proc_faults before, meanwhile, after;
	uint64_t t_ns;

	start();
	ck_assert(watch_kernel_counts(watch, &before, &t_ns));
	thread.seen_minor = before.minor;
	thread.seen_major = before.major;
	thread.own_step++;
	/* Whatever the kernel counts from here on is ours. */
	ck_assert(watch_kernel_counts(watch, &meanwhile, &t_ns));
	ck_assert_uint_eq(meanwhile.minor, before.minor);
	ck_assert_uint_eq(meanwhile.major, before.major);
	thread.own_minor += 40;
	thread.own_step++;
	ck_assert(watch_kernel_counts(watch, &after, &t_ns));
	ck_assert_uint_lt(after.minor, before.minor);
	thread.own_minor = thread.own_step = 0;
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

START_TEST(test_the_kernels_counts_and_the_name_are_those_of_the_thread)
{
	struct proc_faults counts, base;
	uint64_t before = now_ns(), t_ns;

	start();
	watch_take_base(watch);
	ck_assert(watch->has_base);
	ck_assert_uint_ge(watch->base_ns, before);
	ck_assert_uint_le(watch->base_ns, now_ns());
	ck_assert(proc_thread_faults(sys_gettid(), &base));
	ck_assert_uint_gt(watch->base.minor, 0);
	ck_assert(watch_kernel_counts(watch, &counts, &t_ns));
	ck_assert_uint_ge(counts.minor, base.minor);
	ck_assert_str_eq(watch->name, "test_watch");
	watch->tid = 0x7ffffff; /* no such thread */
	ck_assert(!watch_kernel_counts(watch, &counts, &t_ns));
	watch_free(watch);
}
END_TEST

/* A watch of this thread, sampled, that has spent its budget. False: perf is
 * not permitted here. */
static bool start_sampled(void)
{
	struct sampler_options options = { .data_bytes = 64 << 10 };
	bool was_ring;

	start();
	governor_init(&watch->governor, 1, now_ns());
	watch->fast = 1000000;
	return sampler_open(&watch->sampler, watch->tid, &options, &was_ring) ==
	       0;
}

START_TEST(test_our_own_faults_before_a_pause_are_in_no_count_of_it)
{
	struct proc_faults kernel;
	uint64_t passed;

	if (!start_sampled())
		return;
	thread.own_minor = 60;
	ck_assert_int_eq(watch_govern(watch, now_ns(), &passed), WATCH_PAUSED);
	ck_assert(watch_faults(watch, &kernel));
	watch_end_pause(watch, now_ns(), kernel.minor);
	ck_assert_uint_lt(watch->paused, 60);
	thread.own_minor = 0;
	watch_free(watch);
}
END_TEST

START_TEST(test_a_pause_that_could_not_be_counted_does_not_begin)
{
	uint64_t passed;

	if (!start_sampled())
		return;
	watch->tid = 0x7ffffff; /* no such thread */
	ck_assert_int_eq(watch_govern(watch, now_ns(), &passed),
			 WATCH_UNCHANGED);
	ck_assert(!watch->sampler.is_paused);
	ck_assert_int_ge(watch->sampler.fds[SAMPLE_BEGIN], 0);
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

UNIT_MAIN(
	"watch", test_long_faults_are_kept_and_short_ones_only_counted,
	test_faults_of_ours_are_in_no_count_not_even_under_way,
	test_blocked_time_is_what_overlaps_the_iteration,
	test_a_span_that_touches_an_iteration_is_not_in_it,
	test_sleep_and_preemption_are_told_apart_in_and_out_of_faults,
	test_a_hole_in_the_samples_makes_no_sleep,
	test_a_thread_without_a_loop_keeps_few_spans,
	test_counts_are_cut_at_the_moment_of_the_kernels,
	test_what_ended_before_the_base_is_not_counted_again,
	test_a_base_younger_than_the_counts_at_the_end_is_no_endless_count,
	test_a_thread_that_ended_before_it_was_looked_at_has_counts_all_the_same,
	test_lost_samples_leave_no_fault_half_known,
	test_a_fault_under_way_when_sampling_began_is_cut_not_unpaired,
	test_an_end_before_the_clock_was_read_is_no_endless_fault,
	test_a_page_written_right_after_it_was_read_is_two_faults,
	test_the_kernels_counts_and_the_name_are_those_of_the_thread,
	test_our_own_faults_before_a_pause_are_in_no_count_of_it,
	test_a_pause_that_could_not_be_counted_does_not_begin,
	test_a_begin_whose_end_found_a_full_ring_is_no_endless_fault)
