/* How far a report can be trusted. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;
static struct report report;
static const struct coverage *coverage;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
}

static void make(void)
{
	report = report_of(&model);
	coverage = &report.coverage;
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

static struct counts *counts_of(uint32_t thread)
{
	return &thread_of(process, thread)->counts;
}

static void given_limit(const char *subject, uint32_t thread, uint64_t count,
			const char *why)
{
	struct limit *limit = array_push(&process->limits);

	*limit = (struct limit){ must_copy(subject), must_copy(why), thread,
				 count };
}

START_TEST(test_it_is_whole_when_every_fault_was_sampled)
{
	begin();
	*counts_of(1) = (struct counts){ .is_known = true,
					 .minor = 80,
					 .major = 20,
					 .before_minor = 5,
					 .before_major = 2,
					 .sampled_minor = 80,
					 .sampled_major = 20 };
	make();
	ck_assert(coverage->is_whole);
	ck_assert_uint_eq(coverage->kernel_minor, 80);
	ck_assert_uint_eq(coverage->sampled_major, 20);
	ck_assert_uint_eq(coverage->before, 7);
	ck_assert_uint_eq(coverage->unseen, 0);
	end();
}
END_TEST

START_TEST(test_what_was_neither_sampled_nor_paused_is_unseen)
{
	begin();
	given_thread(process, "worker");
	*counts_of(1) = (struct counts){ .is_known = true,
					 .minor = 1000,
					 .major = 20,
					 .sampled_minor = 90,
					 .sampled_major = 19,
					 .paused = 900 };
	/* More samples than faults do not make up for others. */
	*counts_of(2) = (struct counts){ .is_known = true,
					 .minor = 5,
					 .sampled_minor = 7 };
	make();
	ck_assert_uint_eq(coverage->unseen, 11);
	ck_assert_uint_eq(coverage->paused, 900);
	ck_assert(!coverage->is_whole);
	end();
}
END_TEST

START_TEST(test_threads_without_the_kernels_counts_are_counted_apart)
{
	begin();
	given_thread(process, "worker");
	*counts_of(1) = (struct counts){ .sampled_minor = 7 };
	*counts_of(2) = (struct counts){ .is_known = true, .minor = 5 };
	make();
	ck_assert_uint_eq(coverage->threads, 2);
	ck_assert_uint_eq(coverage->uncounted_threads, 1);
	ck_assert_uint_eq(coverage->sampled_minor, 0);
	ck_assert_uint_eq(coverage->unseen, 5);
	end();
}
END_TEST

START_TEST(test_losses_are_the_larger_of_their_two_accounts)
{
	begin();
	counts_of(1)->lost = 30;
	thread_of(process, 1)->lost = 37;
	make();
	ck_assert_uint_eq(coverage->lost, 37);
	ck_assert(!coverage->is_whole);
	end();
}
END_TEST

/* What makes a report less than whole, each alone. */
START_TEST(test_each_hole_makes_it_less_than_whole)
{
	for (int hole = 0; hole < 7; hole++) {
		begin();
		if (hole == 1)
			thread_of(process, 1)->pauses = 1;
		if (hole == 2)
			counts_of(1)->unpaired = 1;
		if (hole == 3)
			process->dropped = 1;
		if (hole == 4)
			thread_of(process, 1)->is_unsampled = true;
		if (hole == 5)
			process->is_cut = true;
		if (hole == 6) {
			free(process->end);
			process->end = NULL;
		}
		make();
		ck_assert_int_eq(coverage->is_whole, hole == 0);
		end();
	}
}
END_TEST

START_TEST(test_only_faults_on_files_are_told_by_their_label)
{
	begin();
	given_fault(process, 1, 1, 10, 3)->flags = FAULT_MAJOR;
	given_fault(process, 1, 1, 20, 4)->flags = FAULT_CUT;
	given_fault(process, 1, 2, 30, 5)->flags = FAULT_MAJOR;
	given_fault(process, 1, 0, 40, 6)->flags = FAULT_OPEN;
	make();
	ck_assert_uint_eq(coverage->major_count, 1);
	ck_assert_int_eq((int64_t)coverage->major_ns, 3 * MS);
	ck_assert_uint_eq(coverage->minor_count, 1);
	ck_assert_int_eq((int64_t)coverage->minor_ns, 4 * MS);
	ck_assert_uint_eq(coverage->cut, 1);
	ck_assert_uint_eq(coverage->open, 1);
	end();
}
END_TEST

START_TEST(test_logs_are_summed_up)
{
	begin();
	process->has_kernel_faults = false;
	process = given_process(&model);
	process->is_sampled = false;
	given_thread(process, "worker");
	make();
	ck_assert_uint_eq(coverage->logs, 2);
	ck_assert_uint_eq(coverage->sampled_logs, 1);
	ck_assert_uint_eq(coverage->threads, 3);
	ck_assert_uint_eq(coverage->unsampled_threads, 2);
	ck_assert(!coverage->has_kernel_faults);
	end();
}
END_TEST

START_TEST(test_the_same_limit_of_many_threads_and_logs_is_one)
{
	const struct limit_row *row;

	begin();
	given_thread(process, "worker");
	given_limit(LOG_LIMIT_THREAD, 1, 0, "no memory");
	given_limit(LOG_LIMIT_THREAD, 2, 0, "no memory");
	given_limit(LOG_LIMIT_LOG, 0, 5, "full");
	process = given_process(&model);
	given_limit(LOG_LIMIT_LOG, 0, 7, "full");
	given_limit(LOG_LIMIT_LOG, 0, 1, "another reason");
	make();
	ck_assert_uint_eq(report.limits.len, 3);
	row = array_at(&report.limits, struct limit_row, 0);
	ck_assert_uint_eq(row->threads, 2);
	ck_assert_uint_eq(row->logs, 1);
	ck_assert_str_eq(row->thread->name, "main");
	row = array_at(&report.limits, struct limit_row, 1);
	ck_assert_uint_eq(row->count, 12);
	ck_assert_uint_eq(row->logs, 2);
	ck_assert_uint_eq(row->threads, 0);
	end();
}
END_TEST

UNIT_MAIN("coverage", test_it_is_whole_when_every_fault_was_sampled,
	  test_what_was_neither_sampled_nor_paused_is_unseen,
	  test_threads_without_the_kernels_counts_are_counted_apart,
	  test_losses_are_the_larger_of_their_two_accounts,
	  test_each_hole_makes_it_less_than_whole,
	  test_only_faults_on_files_are_told_by_their_label,
	  test_logs_are_summed_up,
	  test_the_same_limit_of_many_threads_and_logs_is_one)
