/* The file of all iterations: what is written can be read, nothing else. */
#include "unit.h"

#include "mmscan/iterations.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct iteration it;

START_TEST(test_what_is_written_is_read_back)
{
	struct result of = {
		.configuration = "mmap-loop",
		.cache = "cold",
		.cure = "populate_read",
	};
	struct laps laps;
	struct run run = {
		.begin_ns = 5,
		.wall_ns = 7,
		.laps = &laps,
		.threads = 1,
	};
	char text[512];
	FILE *file = fmemopen(text, sizeof(text), "w+");
	char line[128];

	ck_assert_ptr_nonnull(file);
	laps_init(&laps, 2);
	laps_add(&laps, 100, UINT64_C(10000000100));
	iterations_add(file, &of, 3, &run);
	rewind(file);

	ck_assert(fgets(line, sizeof(line), file));
	ck_assert(iteration_parse(line, &it));
	ck_assert(it.is_run);
	ck_assert_uint_eq(it.run, 3);
	ck_assert_uint_eq(it.start_ns, 5);
	ck_assert_uint_eq(it.duration_ns, 7);

	ck_assert(fgets(line, sizeof(line), file));
	ck_assert(iteration_parse(line, &it));
	ck_assert(!it.is_run);
	ck_assert_str_eq(it.configuration, "mmap-loop");
	ck_assert_str_eq(it.cache, "cold");
	ck_assert_str_eq(it.cure, "populate_read");
	ck_assert_int_eq(it.tid, gettid());
	ck_assert_uint_eq(it.duration_ns, UINT64_C(10000000000));
	ck_assert(!fgets(line, sizeof(line), file));
	fclose(file);
	laps_release(&laps);
}
END_TEST

START_TEST(test_other_lines_are_refused)
{
	static const char *const lines[] = {
		"",
		"\n",
		"iteration,a,cold,none,0,0,1\n",
		"iteration,a,cold,none,0,0,1,2,3\n",
		"iteration,a,cold,none,0,0,1,2",
		"iteration,a,cold,none,0,0,1,x\n",
		"something,a,cold,none,0,0,1,2\n",
		"iteration,<svg>,cold,none,0,0,1,2\n",
		"iteration,a,\"/>,none,0,0,1,2\n",
		"iteration,a,cold,no ne,0,0,1,2\n",
		"iteration,,cold,none,0,0,1,2\n",
		"iteration,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,c,n,0,0,1,2\n",
	};

	ck_assert(iteration_parse("iteration,a,cold,none,0,0,1,2\n", &it));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		ck_assert_msg(!iteration_parse(lines[i], &it), "%s", lines[i]);
}
END_TEST

UNIT_MAIN("iterations", test_what_is_written_is_read_back,
	  test_other_lines_are_refused)
