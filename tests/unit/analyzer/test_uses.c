/* How files were mapped and advised, and which part of them was slow. */
#include "unit.h"

#include "models.h"

static struct model model;
static struct process *process;
static struct report report;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	*map_of(process, 1) = (struct map){
		.file = 1, .len = 400000, .prot = "r--", .is_shared = true
	};
}

static void given_call(const char *function, const char *argument,
		       int64_t at_ms, uint64_t offset, uint64_t len)
{
	struct call *call = array_push(&process->calls);

	*call = (struct call){ .function = must_copy(function),
			       .argument = must_copy(argument),
			       .t_ns = at_ms * MS,
			       .len_ns = 1000,
			       .offset = offset,
			       .len = len,
			       .map = 1 };
}

/* In the row of addresses in no known mapping. */
static void given_call_without_a_map(void)
{
	struct call *call = array_push(&process->calls);

	*call = (struct call){ .function = must_copy("munmap"),
			       .argument = must_copy(""),
			       .len_ns = 1000,
			       .len = 12 };
	given_fault(process, 1, 0, 20, 1)->flags = FAULT_CALL;
}

static void touch(int64_t at_ms, uint64_t offset)
{
	given_fault(process, 1, 1, at_ms, 1)->offset = offset;
}

static const struct file_row *row(void)
{
	return report.files.data;
}

static const struct file_use *use(size_t index)
{
	return array_at(&report.uses, struct file_use, index);
}

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_advice_is_in_force_from_when_and_where_it_was_given)
{
	begin();
	given_call("madvise", "random", 100, 0, 200000);
	given_call("madvise", "sequential", 300, 100000, 100000);
	given_call("madvise", "normal", 500, 0, 400000);
	touch(50, 10);      /* none yet */
	touch(100, 10);     /* random */
	touch(200, 199999); /* random */
	touch(210, 200000); /* none there */
	touch(310, 150000); /* sequential */
	touch(320, 99999);  /* random, still */
	touch(600, 150000); /* normal */
	report = report_of(&model);
	ck_assert_uint_eq(report.uses.len, 4);
	ck_assert_uint_eq(row()->first_use, 1);
	ck_assert_int_eq(use(0)->hint, HINT_NONE);
	ck_assert_uint_eq(use(0)->faults, 2);
	ck_assert_int_eq(use(1)->hint, HINT_RANDOM);
	ck_assert_uint_eq(use(1)->faults, 3);
	ck_assert_int_eq(use(2)->hint, HINT_SEQUENTIAL);
	ck_assert_uint_eq(use(2)->faults, 1);
	ck_assert_int_eq(use(3)->hint, HINT_NORMAL);
	ck_assert_uint_eq(use(0)->next, 2);
	ck_assert_uint_eq(use(3)->next, 0);
	end();
}
END_TEST

START_TEST(test_advice_that_does_something_once_is_not_in_force)
{
	begin();
	given_call("madvise", "random", 1, 0, 400000);
	given_call("madvise", "willneed", 2, 0, 400000);
	given_call("mlock", "", 3, 0, 400000);
	touch(50, 10);
	report = report_of(&model);
	ck_assert_uint_eq(report.uses.len, 1);
	ck_assert_int_eq(use(0)->hint, HINT_RANDOM);
	end();
}
END_TEST

START_TEST(test_advice_on_another_mapping_is_of_no_concern)
{
	begin();
	given_file(process, "/srv/data"); /* the same file, mapped again */
	given_call("madvise", "random", 1, 0, 400000);
	touch(50, 10);
	given_fault(process, 1, 3, 60, 1);
	report = report_of(&model);
	ck_assert_uint_eq(report.uses.len, 2);
	ck_assert_int_eq(use(0)->hint, HINT_RANDOM);
	ck_assert_int_eq(use(1)->hint, HINT_NONE);
	end();
}
END_TEST

START_TEST(test_mappings_of_one_kind_are_one_use)
{
	uint32_t map;

	begin();
	map = given_file(process, "/srv/data");
	map_of(process, map)->is_shared = true;
	strcpy(map_of(process, map)->prot, "r--");
	touch(10, 0);
	given_fault(process, 1, map, 20, 1);
	map_of(process, given_file(process, "/srv/data"))->is_shared = true;
	given_fault(process, 1, map + 1, 30, 1); /* another protection */
	strcpy(map_of(process, given_file(process, "/srv/data"))->prot, "r--");
	given_fault(process, 1, map + 2, 40, 1); /* private */
	report = report_of(&model);
	ck_assert_uint_eq(report.uses.len, 3);
	ck_assert_uint_eq(use(0)->faults, 2);
	end();
}
END_TEST

START_TEST(test_calls_on_no_known_mapping_are_counted_too)
{
	begin();
	touch(10, 0);
	given_call_without_a_map();
	report = report_of(&model);
	ck_assert_uint_eq(report.file_calls.len, 1);
	ck_assert_uint_eq(report.files.len, 2);
	ck_assert_uint_eq(row()->first_call, 0);
	ck_assert_uint_eq(row()[1].first_call, 1);
	end();
}
END_TEST

START_TEST(test_calls_on_a_file_are_counted_by_kind)
{
	begin();
	touch(10, 0);
	for (int i = 0; i < 3; i++)
		given_call("madvise", "willneed", i, 0, 100);
	given_call("msync", "sync", 5, 0, 7);
	report = report_of(&model);
	ck_assert_uint_eq(report.file_calls.len, 2);
	ck_assert_uint_eq(row()->first_call, 1);
	ck_assert_uint_eq(
		array_at(&report.file_calls, struct file_call, 0)->count, 3);
	ck_assert_uint_eq(
		array_at(&report.file_calls, struct file_call, 0)->bytes, 300);
	end();
}
END_TEST

START_TEST(test_what_is_mapped_is_from_the_first_to_the_last_byte)
{
	uint32_t map;

	begin();
	map_of(process, 1)->offset = 8192;
	map = given_file(process, "/srv/data");
	*map_of(process,
		map) = (struct map){ .file = map, .offset = 4096, .len = 1000 };
	touch(10, 9000);
	given_fault(process, 1, map, 20, 1)->offset = 4096;
	report = report_of(&model);
	ck_assert_uint_eq(row()->mapped_first, 4096);
	ck_assert_uint_eq(row()->mapped_end, 8192 + 400000);
	end();
}
END_TEST

START_TEST(test_faults_on_code_are_counted)
{
	begin();
	touch(10, 0);
	report = report_of(&model);
	ck_assert_uint_eq(row()->code_faults, 0);
	end();
	begin();
	strcpy(map_of(process, 1)->prot, "r-x");
	touch(10, 0);
	report = report_of(&model);
	ck_assert_uint_eq(row()->code_faults, 1);
	end();
}
END_TEST

START_TEST(test_the_part_that_has_most_of_the_time_is_found)
{
	begin(); /* cells of 10,000 bytes */
	for (int i = 0; i < 18; i++)
		touch(10 * i, 120000 + (uint64_t)i * 1000);
	touch(500, 5);
	touch(600, 399999);
	report = report_of(&model);
	ck_assert_uint_eq(row()->cells_end, 400000);
	ck_assert_int_eq((int64_t)row()->cell_ns[0], MS);
	ck_assert_int_eq((int64_t)row()->cell_ns[12], 10 * MS);
	ck_assert_int_eq((int64_t)row()->cell_ns[13], 8 * MS);
	ck_assert_int_eq((int64_t)row()->cell_ns[39], MS);
	ck_assert_uint_eq(row()->hot_first, 120000);
	ck_assert_uint_eq(row()->hot_end, 140000);
	ck_assert_int_eq((int64_t)row()->hot_ns, 18 * MS);
	end();
}
END_TEST

START_TEST(test_a_part_that_is_half_of_what_was_touched_says_nothing)
{
	begin();
	for (int i = 0; i < 18; i++)
		touch(10 * i, 120000 + (uint64_t)i * 1000);
	touch(200, 155000); /* the part is 20,000 bytes long */
	report = report_of(&model);
	ck_assert_uint_eq(row()->hot_ns, 0);
	end();
}
END_TEST

START_TEST(test_where_all_parts_are_alike_none_has_most)
{
	begin();
	for (int i = 0; i < 40; i++)
		touch(10 * i, (uint64_t)i * 10000);
	report = report_of(&model);
	ck_assert_uint_eq(row()->hot_ns, 0);
	end();
}
END_TEST

START_TEST(test_many_windows_of_advice_cost_no_more_than_they_should)
{
	begin();
	map_of(process, 1)->len = UINT64_C(1) << 40;
	for (int i = 0; i < 100000; i++) {
		given_call("madvise", "random", i, (uint64_t)i << 20, 1 << 20);
		touch(i, (uint64_t)i << 20);
	}
	touch(100001, 0); /* that was long ago */
	report = report_of(&model);
	ck_assert_int_eq(use(0)->hint, HINT_RANDOM);
	ck_assert_uint_eq(use(0)->faults, 100000);
	end();
}
END_TEST

UNIT_MAIN("uses", test_advice_is_in_force_from_when_and_where_it_was_given,
	  test_advice_that_does_something_once_is_not_in_force,
	  test_advice_on_another_mapping_is_of_no_concern,
	  test_mappings_of_one_kind_are_one_use,
	  test_calls_on_no_known_mapping_are_counted_too,
	  test_calls_on_a_file_are_counted_by_kind,
	  test_what_is_mapped_is_from_the_first_to_the_last_byte,
	  test_faults_on_code_are_counted,
	  test_the_part_that_has_most_of_the_time_is_found,
	  test_a_part_that_is_half_of_what_was_touched_says_nothing,
	  test_where_all_parts_are_alike_none_has_most,
	  test_many_windows_of_advice_cost_no_more_than_they_should)
