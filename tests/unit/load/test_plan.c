/* What is asked, and when. */
#include "unit.h"

#include <stdlib.h>

#include "common/content.h"
#include "load/plan.h"
#include "load/spread.h"

static const struct options options = {
	.files = 2,
	.size = 64 * 4096,
	.reads = 100,
	.read_rate = 50,
	.length = 4096,
	.ping_rate = 1000,
	.seed = 1,
};

START_TEST(test_each_read_is_due_in_time_and_on_bytes_of_its_own)
{
	bool is_taken[2][64] = { { false } };
	uint64_t reads = 0, pings = 0, last_ns = 0;
	struct plan plan;

	plan_make(&plan, &options);
	for (size_t i = 0; i < plan.len; i++) {
		const struct task *task = &plan.tasks[i];

		ck_assert_uint_ge(task->due_ns, last_ns);
		last_ns = task->due_ns;
		if (!task->length) {
			ck_assert_uint_eq(task->due_ns, pings++ * 1000000);
			continue;
		}
		ck_assert_uint_eq(task->due_ns,
				  plan.first_read_ns + reads++ * 20000000);
		ck_assert_uint_eq(task->offset % 4096, 0);
		ck_assert(!is_taken[task->file][task->offset / 4096]);
		is_taken[task->file][task->offset / 4096] = true;
	}
	ck_assert_uint_eq(reads, 100);
	ck_assert_uint_gt(pings, 2000 + plan.first_read_ns / 1000000);
	plan_release(&plan);
}
END_TEST

START_TEST(test_the_seed_gives_the_order)
{
	struct options other = options;
	struct plan one, same, two;
	size_t different = 0;

	other.seed = 2;
	plan_make(&one, &options);
	plan_make(&same, &options);
	plan_make(&two, &other);
	for (size_t i = 0; i < one.len; i++) {
		ck_assert_uint_eq(one.tasks[i].offset, same.tasks[i].offset);
		different += one.tasks[i].offset != two.tasks[i].offset;
	}
	ck_assert_uint_gt(different, 50);
	plan_release(&one);
	plan_release(&same);
	plan_release(&two);
}
END_TEST

START_TEST(test_files_have_room_for_whole_reads_only)
{
	struct options long_ones = options;

	ck_assert_uint_eq(plan_blocks(&options), 128);
	long_ones.length = 3 * 4096;
	ck_assert_uint_eq(plan_blocks(&long_ones), 42);
	long_ones.length = 4097;
	ck_assert_uint_eq(plan_blocks(&long_ones), 64);
}
END_TEST

START_TEST(test_the_sum_is_that_of_the_content)
{
	struct task task = { .file = 1, .offset = 8192, .length = 1500 };
	unsigned char bytes[1500];

	content_fill(bytes, 1, 8192, sizeof(bytes));
	ck_assert_uint_eq(plan_sum(&task), bytes[0] + bytes[512] + bytes[1024]);
}
END_TEST

START_TEST(test_a_quantile_is_one_of_the_values)
{
	uint64_t sorted[100];

	for (uint64_t i = 0; i < 100; i++)
		sorted[i] = i + 1;
	ck_assert_uint_eq(spread_quantile(sorted, 100, 500), 50);
	ck_assert_uint_eq(spread_quantile(sorted, 100, 990), 99);
	ck_assert_uint_eq(spread_quantile(sorted, 100, 999), 100);
	ck_assert_uint_eq(spread_quantile(sorted, 100, 1000), 100);
	ck_assert_uint_eq(spread_quantile(sorted, 1, 500), 1);
}
END_TEST

UNIT_MAIN("plan", test_each_read_is_due_in_time_and_on_bytes_of_its_own,
	  test_the_seed_gives_the_order,
	  test_files_have_room_for_whole_reads_only,
	  test_the_sum_is_that_of_the_content,
	  test_a_quantile_is_one_of_the_values)
