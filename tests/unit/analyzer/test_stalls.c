/* The worst stalls. */
#include "unit.h"

#include "models.h"

#include "analyzer/stall_files.h"

static struct model model;
static struct process *process;
static struct report report;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
}

static const struct stall *stall(size_t index)
{
	return array_at(&report.stalls, struct stall, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_the_longest_stall_is_first_and_of_equals_the_earlier)
{
	begin();
	given_iteration(process, 1, 300, 20);
	given_iteration(process, 1, 0, 20);
	given_iteration(process, 1, 100, 90);
	given_iteration(process, 1, 400, 9);
	report = report_of(&model);
	ck_assert_uint_eq(report.stalls.len, 3);
	ck_assert_int_eq(stall(0)->iteration->t_ns, 100 * MS);
	ck_assert_int_eq(stall(1)->iteration->t_ns, 0);
	ck_assert_int_eq(stall(2)->iteration->t_ns, 300 * MS);
	end();
}
END_TEST

START_TEST(test_a_stall_is_faults_and_a_rest)
{
	begin();
	given_iteration(process, 1, 100, 90);
	given_fault(process, 1, 1, 110, 30);
	given_fault(process, 1, 2, 150, 10);
	report = report_of(&model);
	ck_assert_int_eq((int64_t)stall(0)->joined->file_ns, 30 * MS);
	ck_assert_int_eq((int64_t)stall(0)->joined->other_ns, 10 * MS);
	ck_assert_int_eq((int64_t)stall(0)->rest_ns, 50 * MS);
	ck_assert_int_eq(stall(0)->longest->t_ns, 110 * MS);
	end();
}
END_TEST

static void given_task(int64_t begin_ms, int64_t len_ms, const char *name)
{
	struct task *task = array_push(&process->tasks);

	*task = (struct task){ .t_ns = begin_ms * MS,
			       .len_ns = (uint64_t)(len_ms * MS),
			       .thread = 1,
			       .name = must_copy(name) };
}

START_TEST(test_a_stall_is_in_the_innermost_task_of_its_longest_fault)
{
	begin();
	given_iteration(process, 1, 100, 90);
	given_task(100, 80, "outer");
	given_task(101, 2, "before");
	given_task(105, 50, "inner");
	given_task(170, 5, "after");
	given_fault(process, 1, 1, 110, 30);
	report = report_of(&model);
	ck_assert_str_eq(stall(0)->task->name, "inner");
	end();
}
END_TEST

START_TEST(test_a_stall_without_faults_is_in_its_longest_task)
{
	begin();
	given_iteration(process, 1, 100, 90);
	given_iteration(process, 1, 300, 90);
	given_task(90, 10, "of an earlier one");
	given_task(100, 10, "short");
	given_task(120, 60, "long");
	given_task(190, 500, "of a later one");
	report = report_of(&model);
	ck_assert_str_eq(stall(0)->task->name, "long");
	ck_assert_ptr_null(stall(1)->task);
	end();
}
END_TEST

START_TEST(test_a_stall_without_faults_is_all_rest)
{
	begin();
	given_iteration(process, 1, 100, 90);
	report = report_of(&model);
	ck_assert_int_eq((int64_t)stall(0)->rest_ns, 90 * MS);
	ck_assert_ptr_null(stall(0)->longest);
	end();
}
END_TEST

START_TEST(test_an_open_iteration_is_as_long_as_its_faults)
{
	begin();
	given_iteration(process, 1, 100, 5000)->is_open = true;
	given_fault(process, 1, 1, 110, 2000)->flags = FAULT_OPEN;
	given_iteration(process, 1, 0, 50);
	report = report_of(&model);
	ck_assert_uint_eq(report.stalls.len, 2);
	ck_assert(stall(0)->iteration->is_open);
	ck_assert_int_eq((int64_t)stall(0)->rest_ns, 0);
	ck_assert_int_eq((int64_t)report.worst_stall_ns, 2000 * MS);
	end();
}
END_TEST

START_TEST(test_stalls_of_all_processes_are_one_list)
{
	begin();
	given_iteration(process, 1, 0, 50);
	process = given_process(&model);
	given_loop(process, 1);
	given_iteration(process, 1, 0, 60);
	report = report_of(&model);
	ck_assert_ptr_eq(stall(0)->process, report_process(&report, 1));
	ck_assert_ptr_eq(stall(1)->process, report_process(&report, 0));
	ck_assert_uint_eq(report.loops.len, 2);
	end();
}
END_TEST

/* Of the longest stall. */
static struct array files(void)
{
	report = report_of(&model);
	return stall_files(&report, report.stalls.data);
}

static void expect(const struct array *files, size_t index, const char *path,
		   int64_t ms, uint64_t faults)
{
	const struct stall_file *file = array_at(files, struct stall_file,
						 index);

	ck_assert_str_eq(
		array_at(&report.files, struct file_row, file->row)->path,
		path);
	ck_assert_int_eq((int64_t)file->ns, ms * MS);
	ck_assert_uint_eq(file->faults, faults);
}

START_TEST(test_each_file_of_a_stall_has_its_time)
{
	struct array found;
	uint32_t other;

	begin();
	other = given_file(process, "/srv/other");
	given_iteration(process, 1, 0, 15);
	given_fault(process, 1, other, 1, 10);
	given_iteration(process, 1, 100, 60);
	given_fault(process, 1, 1, 101, 5);
	given_fault(process, 1, other, 107, 20);
	given_fault(process, 1, 1, 130, 9);
	given_fault(process, 1, 2, 140, 2);
	given_iteration(process, 1, 200, 15);
	given_fault(process, 1, other, 201, 10);
	found = files();
	ck_assert_uint_eq(found.len, 3);
	expect(&found, 0, "/srv/other", 20, 1);
	expect(&found, 1, "/srv/data", 14, 2);
	expect(&found, 2, "", 2, 1);
	array_release(&found);
	end();
}
END_TEST

START_TEST(test_a_fault_counts_with_what_lies_in_the_stall)
{
	struct array found;

	begin();
	given_iteration(process, 1, 100, 60);
	given_fault(process, 1, 1, 90, 30);
	given_fault(process, 1, 1, 150, 30);
	found = files();
	ck_assert_uint_eq(found.len, 1);
	expect(&found, 0, "/srv/data", 30, 2);
	array_release(&found);
	end();
}
END_TEST

START_TEST(test_a_stall_without_faults_has_no_files)
{
	struct array found;

	begin();
	given_iteration(process, 1, 0, 15);
	given_fault(process, 1, 1, 1, 10);
	given_iteration(process, 1, 100, 60);
	found = files();
	ck_assert_uint_eq(found.len, 0);
	array_release(&found);
	end();
}
END_TEST

UNIT_MAIN("stalls", test_the_longest_stall_is_first_and_of_equals_the_earlier,
	  test_a_stall_is_in_the_innermost_task_of_its_longest_fault,
	  test_a_stall_without_faults_is_in_its_longest_task,
	  test_a_stall_is_faults_and_a_rest,
	  test_a_stall_without_faults_is_all_rest,
	  test_an_open_iteration_is_as_long_as_its_faults,
	  test_stalls_of_all_processes_are_one_list,
	  test_each_file_of_a_stall_has_its_time,
	  test_a_fault_counts_with_what_lies_in_the_stall,
	  test_a_stall_without_faults_has_no_files)
