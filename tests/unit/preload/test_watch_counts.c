/* What the kernel counted of a thread's faults, and what was sampled of them.
 */
#include "watched.h"

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
	ck_assert_str_eq(watch->name, "test_watch_coun"); /* 15 bytes of it */
	watch->tid = 0x7ffffff;                           /* no such thread */
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

UNIT_MAIN(
	"watch_counts", test_counts_are_cut_at_the_moment_of_the_kernels,
	test_what_ended_before_the_base_is_not_counted_again,
	test_a_base_younger_than_the_counts_at_the_end_is_no_endless_count,
	test_a_thread_that_ended_before_it_was_looked_at_has_counts_all_the_same,
	test_faults_of_ours_are_in_no_count_not_even_under_way,
	test_the_kernels_counts_and_the_name_are_those_of_the_thread,
	test_our_own_faults_before_a_pause_are_in_no_count_of_it,
	test_a_pause_that_could_not_be_counted_does_not_begin)
