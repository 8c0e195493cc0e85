/* What a stall was blocked on. */
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

static void end(struct array *files)
{
	array_release(files);
	report_release(&report);
	model_release(&model);
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
	end(&found);
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
	end(&found);
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
	end(&found);
}
END_TEST

UNIT_MAIN("stall files", test_each_file_of_a_stall_has_its_time,
	  test_a_fault_counts_with_what_lies_in_the_stall,
	  test_a_stall_without_faults_has_no_files)
