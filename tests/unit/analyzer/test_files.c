/* Where threads were blocked, file by file. */
#include "unit.h"

#include <stdio.h>

#include "models.h"

static struct model model;
static struct process *process;
static struct report report;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	given_loop(process, 1);
}

static const struct file_row *row(size_t index)
{
	return array_at(&report.files, struct file_row, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_a_row_sums_up_the_faults_on_a_file)
{
	struct fault *fault;

	begin();
	given_iteration(process, 1, 0, 100);
	fault = given_fault(process, 1, 1, 10, 20);
	fault->offset = 8192;
	fault->flags = FAULT_MAJOR;
	fault = given_fault(process, 1, 1, 40, 5);
	fault->offset = 4096;
	fault->flags = FAULT_KERNEL;
	fault = given_fault(process, 1, 1, 95, 10);
	fault->offset = 4097;
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 1);
	ck_assert_str_eq(row(0)->path, "/srv/data");
	ck_assert_uint_eq(row(0)->faults, 3);
	ck_assert_uint_eq(row(0)->major, 1);
	ck_assert_uint_eq(row(0)->in_kernel, 1);
	ck_assert_int_eq((int64_t)row(0)->blocked_ns, 35 * MS);
	ck_assert_int_eq((int64_t)row(0)->loop_ns, 30 * MS);
	ck_assert_uint_eq(row(0)->first_byte, 4096);
	ck_assert_uint_eq(row(0)->last_byte, 8192);
	ck_assert_int_eq((int64_t)row(0)->latency.p50_ns, 10 * MS);
	ck_assert_int_eq((int64_t)row(0)->latency.max_ns, 20 * MS);
	end();
}
END_TEST

START_TEST(test_of_several_disks_the_one_that_reads_furthest_ahead_counts)
{
	static const uint64_t bytes[] = { 4096, 131072, 0 };

	begin();
	given_fault(process, 1, 1, 10, 1); /* an older log: not known */
	for (size_t i = 0; i < sizeof(bytes) / sizeof(*bytes); i++) {
		process = given_process(&model);
		file_of(process, 1)->has_readahead = true;
		file_of(process, 1)->readahead_bytes = bytes[i];
		given_fault(process, 1, 1, 10, 1);
	}
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 1);
	ck_assert(row(0)->has_readahead);
	ck_assert_uint_eq(row(0)->readahead_bytes, 131072);
	ck_assert_uint_eq(row(0)->readahead_pages, 32);
	end();
	begin();
	given_fault(process, 1, 1, 10, 1);
	report = report_of(&model);
	ck_assert(!row(0)->has_readahead);
	end();
}
END_TEST

START_TEST(test_a_file_is_one_row_however_often_it_is_mapped)
{
	begin();
	given_file(process, "/srv/data");
	given_fault(process, 1, 1, 10, 1);
	given_fault(process, 1, 3, 20, 2);
	process = given_process(&model);
	given_fault(process, 1, 1, 10, 4);
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 1);
	ck_assert_uint_eq(row(0)->faults, 3);
	ck_assert_int_eq((int64_t)row(0)->blocked_ns, 7 * MS);
	end();
}
END_TEST

START_TEST(test_files_are_told_apart_by_their_whole_path)
{
	begin();
	given_fault(process, 1, given_file(process, "/srv/data2"), 10, 1);
	given_fault(process, 1, given_file(process, "/srv/data (deleted)"), 20,
		    1);
	given_fault(process, 1, given_file(process, ""), 30, 1);
	given_fault(process, 1, 1, 40, 1);
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 4);
	end();
}
END_TEST

START_TEST(test_other_memory_is_told_apart_by_its_kind_and_comes_last)
{
	struct file *stack;

	begin();
	stack = array_push(&process->files);
	*stack = (struct file){ .kind = MEMORY_STACK,
				.path = must_copy("[stack]") };
	*(struct map *)array_push(&process->maps) = (struct map){ .file = 3 };
	stack = array_push(&process->files);
	*stack = (struct file){ .kind = MEMORY_STACK,
				.path = must_copy("[stack:7]") };
	*(struct map *)array_push(&process->maps) = (struct map){ .file = 4 };
	given_fault(process, 1, 2, 0, 90);  /* heap */
	given_fault(process, 1, 3, 100, 7); /* two stacks */
	given_fault(process, 1, 4, 110, 8);
	given_fault(process, 1, 0, 120, 2); /* no mapping */
	given_fault(process, 1, 1, 130, 1); /* the file */
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 4);
	ck_assert_int_eq(row(0)->kind, MEMORY_FILE);
	ck_assert_int_eq(row(1)->kind, MEMORY_HEAP);
	ck_assert_int_eq(row(2)->kind, MEMORY_STACK);
	ck_assert_uint_eq(row(2)->faults, 2);
	ck_assert_int_eq(row(3)->kind, MEMORY_KINDS);
	end();
}
END_TEST

START_TEST(test_what_blocked_loops_comes_before_what_blocked_others)
{
	uint32_t other;

	begin();
	given_thread(process, "worker");
	other = given_file(process, "/srv/other");
	given_iteration(process, 1, 0, 100);
	given_fault(process, 1, 1, 10, 20);
	given_fault(process, 2, other, 10, 500);
	report = report_of(&model);
	ck_assert_str_eq(row(0)->path, "/srv/data");
	ck_assert_str_eq(report.worst_loop_file->path, "/srv/data");
	ck_assert_str_eq(report.worst_file->path, "/srv/other");
	end();
}
END_TEST

START_TEST(test_many_files_cost_no_more_than_they_should)
{
	char path[32];

	begin();
	for (int i = 0; i < 50000; i++) {
		snprintf(path, sizeof(path), "/srv/segments/%d", i);
		given_fault(process, 1, given_file(process, path), i, 1);
	}
	report = report_of(&model);
	ck_assert_uint_eq(report.files.len, 50000);
	end();
}
END_TEST

UNIT_MAIN("files", test_a_row_sums_up_the_faults_on_a_file,
	  test_of_several_disks_the_one_that_reads_furthest_ahead_counts,
	  test_a_file_is_one_row_however_often_it_is_mapped,
	  test_files_are_told_apart_by_their_whole_path,
	  test_other_memory_is_told_apart_by_its_kind_and_comes_last,
	  test_what_blocked_loops_comes_before_what_blocked_others,
	  test_many_files_cost_no_more_than_they_should)
