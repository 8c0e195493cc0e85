/* Many processes in one report. */
#include "unit.h"

#include <stdio.h>

#include "analyzer/programs.h"
#include "models.h"

static struct model model;
static struct report report;

/* A process with one loop and one iteration. */
static struct process *given_server(const char *program, const char *log,
				    int64_t tid, int64_t len_ms)
{
	struct process *process = given_process(&model);

	free(process->program);
	free(process->log);
	process->program = must_copy(program);
	process->log = must_copy(log);
	thread_of(process, 1)->tid = tid;
	given_loop(process, 1);
	given_iteration(process, 1, 0, len_ms);
	return process;
}

static const struct program_row *program(size_t index)
{
	return array_at(&report.programs, struct program_row, index);
}

static const struct loop_row *loop(size_t index)
{
	return array_at(&report.loops, struct loop_row, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_the_loops_of_a_program_are_taken_together)
{
	struct process *process;

	model_init(&model);
	process = given_server("server", "a", 1, 50);
	given_fault(process, 1, 1, 0, 30);
	given_thread(process, "second");
	given_loop(process, 2);
	given_iteration(process, 2, 0, 8);
	given_server("other", "b", 2, 70);
	process = given_server("server", "c", 3, 12);
	loop_of(process, 1)->bucket = must_alloc(LOG_HIST_BUCKETS *
						 sizeof(uint64_t));
	loop_of(process, 1)->bucket[110] = 97;
	loop_of(process, 1)->sum_ns = 6000000;
	loop_of(process, 1)->max_ns = 61000;
	report = report_of(&model);
	ck_assert_uint_eq(report.programs.len, 2);
	ck_assert_str_eq(program(0)->program, "server");
	ck_assert_uint_eq(program(0)->loops, 3);
	ck_assert_uint_eq(program(0)->logs, 2);
	ck_assert_uint_eq(program(0)->sum.busy.count, 100);
	ck_assert_uint_eq(program(0)->sum.busy.p50_ns, 61000);
	ck_assert_int_eq((int64_t)program(0)->sum.busy.p99_ns, 12 * MS);
	ck_assert_int_eq((int64_t)program(0)->sum.busy.max_ns, 50 * MS);
	ck_assert_int_eq((int64_t)program(0)->sum.without.max_ns, 20 * MS);
	ck_assert_int_eq((int64_t)program(0)->sum.busy_ns, 76 * MS);
	ck_assert_uint_eq(program(0)->sum.stalls, 2);
	ck_assert_int_eq((int64_t)program(0)->sum.file_ns, 30 * MS);
	ck_assert_uint_eq(program(1)->loops, 1);
	end();
}
END_TEST

START_TEST(test_a_program_is_sampled_if_all_of_it_was)
{
	struct process *process;

	model_init(&model);
	given_server("server", "a", 1, 50);
	process = given_server("server", "b", 2, 50);
	thread_of(process, 1)->is_unsampled = true;
	given_server("server", "c", 3, 50);
	report = report_of(&model);
	ck_assert(!thread_is_sampled(program(0)->sum.process,
				     program(0)->sum.thread));
	end();
}
END_TEST

START_TEST(test_loops_of_different_names_need_no_more)
{
	model_init(&model);
	given_server("server", "a/log", 1, 50);
	given_server("server", "b/log", 2, 50);
	given_server("other", "c/log", 1, 50);
	report = report_of(&model);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_ptr_null(loop(i)->log);
		ck_assert_uint_eq(loop(i)->number, 0);
	}
	end();
}
END_TEST

START_TEST(test_processes_of_one_name_are_told_apart_by_their_logs)
{
	model_init(&model);
	given_server("server", "/logs/pod-1/mmstall.server.1.jsonl", 1, 70);
	given_server("server", "/logs/pod-17/mmstall.server.1.jsonl", 1, 60);
	given_server("server", "/logs/pod-2/mmstall.server.1.jsonl", 9, 50);
	report = report_of(&model);
	ck_assert_str_eq(loop(0)->log, "pod-1/mmstall.server.1.jsonl");
	ck_assert_str_eq(loop(1)->log, "pod-17/mmstall.server.1.jsonl");
	ck_assert_ptr_null(loop(2)->log);
	end();
}
END_TEST

START_TEST(test_a_log_given_twice_has_a_name_all_the_same)
{
	model_init(&model);
	given_server("server", "log", 1, 70);
	given_server("server", "log", 1, 70);
	report = report_of(&model);
	ck_assert_str_eq(loop(0)->log, "log");
	ck_assert_str_eq(loop(1)->log, "log");
	end();
}
END_TEST

START_TEST(test_loops_of_one_thread_are_told_apart_by_their_number)
{
	struct process *process;

	model_init(&model);
	process = given_server("server", "a", 1, 70);
	given_loop(process, 1);
	given_iteration(process, 2, 100, 60);
	given_server("server", "b", 1, 50);
	report = report_of(&model);
	ck_assert_uint_eq(loop(0)->number, 1);
	ck_assert_uint_eq(loop(1)->number, 2);
	ck_assert_str_eq(loop(1)->log, "a");
	ck_assert_str_eq(loop(2)->log, "b");
	ck_assert_uint_eq(loop(2)->number, 0);
	end();
}
END_TEST

UNIT_MAIN("programs", test_the_loops_of_a_program_are_taken_together,
	  test_a_program_is_sampled_if_all_of_it_was,
	  test_loops_of_different_names_need_no_more,
	  test_processes_of_one_name_are_told_apart_by_their_logs,
	  test_a_log_given_twice_has_a_name_all_the_same,
	  test_loops_of_one_thread_are_told_apart_by_their_number)
