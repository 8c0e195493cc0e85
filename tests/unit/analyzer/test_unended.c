/* Schedulers that never wait. */
#include "unit.h"

#include "analyzer/unended.h"
#include "models.h"

static struct model model;
static struct process *process;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_thread(process, "worker");
	thread_of(process, 1)->is_main = true;
	process->last_ns = 1000 * MS;
}

START_TEST(test_a_main_thread_that_never_waits_is_one_iteration)
{
	struct report report;

	begin();
	given_fault(process, 1, 1, 100, 30);
	given_fault(process, 1, 1, 200, 40);
	report = report_of(&model);
	ck_assert_uint_eq(process->loops.len, 1);
	ck_assert(loop_never_waits(loop_of(process, 1)));
	ck_assert_uint_eq(report.stalls.len, 1);
	/* It may have been idle in between: only the faults are known. */
	ck_assert_uint_eq(report.worst_stall_ns, 70 * MS);
	ck_assert_int_eq(report.verdict, VERDICT_STALLED_BY_FILES);
	report_release(&report);
	model_release(&model);
}
END_TEST

static void check_none(void)
{
	model_sort(&model);
	for (uint32_t id = 1; id <= process->loops.len; id++)
		ck_assert(!loop_never_waits(loop_of(process, id)));
	model_release(&model);
}

START_TEST(test_short_blocking_is_how_any_program_starts)
{
	begin();
	given_fault(process, 1, 1, 100, 9);
	check_none();
}
END_TEST

START_TEST(test_a_worker_that_never_waits_is_no_scheduler)
{
	begin();
	given_fault(process, 2, 1, 100, 90);
	check_none();
}
END_TEST

START_TEST(test_a_process_with_a_loop_has_started_up_on_its_main_thread)
{
	begin();
	given_loop(process, 2);
	given_fault(process, 1, 1, 100, 90);
	check_none();
}
END_TEST

START_TEST(test_other_memory_does_not_count)
{
	begin();
	given_fault(process, 1, 2, 100, 90);
	check_none();
}
END_TEST

UNIT_MAIN("unended", test_a_main_thread_that_never_waits_is_one_iteration,
	  test_short_blocking_is_how_any_program_starts,
	  test_a_worker_that_never_waits_is_no_scheduler,
	  test_a_process_with_a_loop_has_started_up_on_its_main_thread,
	  test_other_memory_does_not_count)
