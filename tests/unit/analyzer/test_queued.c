/* What had to wait behind stalls. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;

/* A stall of LEN_MS whose next wait returned READY events after WAIT_NS. */
static void given_stall(int64_t at_ms, int64_t len_ms, uint32_t ready,
			uint64_t wait_ns)
{
	struct iteration *iteration = given_iteration(process, 1, at_ms,
						      len_ms);

	iteration->has_after = true;
	iteration->after_ready = ready;
	iteration->after_ns = wait_ns;
}

START_TEST(test_events_that_were_ready_at_once_had_queued_up)
{
	struct report report;

	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
	given_stall(0, 50, 3, 900);
	given_stall(100, 20, 2, 900);
	given_stall(200, 30, 4, QUEUED_WAIT_NS); /* came during the wait */
	given_stall(300, 9, 7, 900);             /* no stall */
	given_iteration(process, 1, 400, 11);    /* no wait was seen after it */
	report = report_of(&model);
	ck_assert_uint_eq(report.queued.events, 5);
	ck_assert_int_eq((int64_t)report.queued.event_ns,
			 (3 * 50 + 2 * 20) * MS);
	ck_assert_uint_eq(report.queued.not_known, 1);
	report_release(&report);
	model_release(&model);
}
END_TEST

START_TEST(test_loops_add_up)
{
	struct report report;

	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
	given_stall(0, 50, 1, 0);
	process = given_process(&model);
	given_loop(process, 1);
	given_stall(0, 10, 2, 0);
	report = report_of(&model);
	ck_assert_uint_eq(report.queued.events, 3);
	ck_assert_int_eq((int64_t)report.queued.event_ns, 70 * MS);
	ck_assert_uint_eq(
		array_at(&report.loops, struct loop_row, 0)->queued.events, 1);
	report_release(&report);
	model_release(&model);
}
END_TEST

UNIT_MAIN("queued", test_events_that_were_ready_at_once_had_queued_up,
	  test_loops_add_up)
