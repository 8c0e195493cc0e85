/* What the time of a stall was made of. */
#include "unit.h"

#include "analyzer/parts.h"

#define MS UINT64_C(1000000)

static struct iteration iteration;
static struct joined joined;
static struct parts parts;

/* An iteration of 100 ms, 40 of them in faults on files and 5 on others. */
static void begin(void)
{
	iteration = (struct iteration){ .len_ns = 100 * MS };
	joined = (struct joined){ .file_ns = 40 * MS, .other_ns = 5 * MS };
}

static uint64_t ms(enum part part)
{
	return parts.ns[part] / MS;
}

static void split(void)
{
	uint64_t sum_ns = 0;

	parts = parts_of(&iteration, &joined, iteration.len_ns);
	for (unsigned i = 0; i < PART_COUNT; i++)
		sum_ns += parts.ns[i];
	ck_assert_uint_eq(sum_ns, iteration.len_ns);
}

START_TEST(test_without_switches_all_but_faults_and_waits_is_unknown)
{
	begin();
	iteration.nested_ns = 10 * MS;
	iteration.parked_ns = 7 * MS;
	split();
	ck_assert_uint_eq(ms(PART_FILE), 40);
	ck_assert_uint_eq(ms(PART_MEMORY), 5);
	ck_assert_uint_eq(ms(PART_NESTED), 10);
	ck_assert_uint_eq(ms(PART_PARKED), 7);
	ck_assert_uint_eq(ms(PART_UNKNOWN), 38);
}
END_TEST

START_TEST(test_switches_tell_sleep_preemption_and_cpu_apart)
{
	begin();
	joined.asleep_ns = 45 * MS;
	iteration.nested_ns = 10 * MS;
	iteration.parked_ns = 7 * MS;
	iteration.asleep_ns = (45 + 10 + 7 + 12) * MS;
	iteration.preempted_ns = 6 * MS;
	iteration.ran_ns = 20 * MS;
	split();
	ck_assert_uint_eq(ms(PART_FILE), 40);
	ck_assert_uint_eq(ms(PART_MEMORY), 5);
	ck_assert_uint_eq(ms(PART_NESTED), 10);
	ck_assert_uint_eq(ms(PART_PARKED), 7);
	ck_assert_uint_eq(ms(PART_SLEEP), 12);
	ck_assert_uint_eq(ms(PART_PREEMPTED), 6);
	ck_assert_uint_eq(ms(PART_CPU), 20);
	ck_assert_uint_eq(ms(PART_UNKNOWN), 0);
}
END_TEST

START_TEST(test_work_done_in_a_fault_is_not_counted_again)
{
	begin();
	joined.asleep_ns = 35 * MS; /* 10 ms of the faults were work */
	iteration.asleep_ns = 35 * MS;
	iteration.ran_ns = (10 + 55) * MS;
	split();
	ck_assert_uint_eq(ms(PART_SLEEP), 0);
	ck_assert_uint_eq(ms(PART_CPU), 55);
	ck_assert_uint_eq(ms(PART_UNKNOWN), 0);
}
END_TEST

START_TEST(test_what_may_have_been_inside_faults_is_unknown)
{
	begin();
	joined.asleep_ns = 35 * MS;
	iteration.asleep_ns = 35 * MS;
	iteration.preempted_ns = 8 * MS;
	iteration.ran_ns = 57 * MS;
	split();
	ck_assert_uint_eq(ms(PART_PREEMPTED), 0);
	ck_assert_uint_eq(ms(PART_CPU), 47);
	ck_assert_uint_eq(ms(PART_UNKNOWN), 8);
}
END_TEST

START_TEST(test_parts_never_come_to_more_than_the_stall)
{
	begin();
	joined.file_ns = 70 * MS;
	joined.other_ns = 20 * MS;
	iteration.nested_ns = 900 * MS;
	iteration.asleep_ns = 5000 * MS;
	iteration.ran_ns = 5000 * MS;
	split();
	ck_assert_uint_eq(ms(PART_NESTED), 10);
	ck_assert_uint_eq(ms(PART_SLEEP), 0);
	ck_assert_uint_eq(ms(PART_CPU), 0);
}
END_TEST

START_TEST(test_parts_add_up)
{
	struct parts sum = { 0 };

	begin();
	split();
	parts_add(&sum, &parts);
	parts_add(&sum, &parts);
	ck_assert_uint_eq(sum.ns[PART_FILE], 80 * MS);
	ck_assert_uint_eq(sum.ns[PART_UNKNOWN], 110 * MS);
}
END_TEST

START_TEST(test_the_largest_rest_is_no_fault)
{
	begin();
	iteration.ran_ns = 2 * MS;
	iteration.nested_ns = 3 * MS;
	iteration.asleep_ns = 100 * MS;
	split();
	ck_assert_int_eq(parts_largest_rest(&parts), PART_SLEEP);
	iteration.asleep_ns = 0;
	split();
	ck_assert_int_eq(parts_largest_rest(&parts), PART_UNKNOWN);
	iteration.nested_ns = 30 * MS; /* more than any but the files */
	split();
	ck_assert_int_eq(parts_largest_rest(&parts), PART_NESTED);
}
END_TEST

UNIT_MAIN("parts", test_without_switches_all_but_faults_and_waits_is_unknown,
	  test_switches_tell_sleep_preemption_and_cpu_apart,
	  test_work_done_in_a_fault_is_not_counted_again,
	  test_what_may_have_been_inside_faults_is_unknown,
	  test_parts_never_come_to_more_than_the_stall, test_parts_add_up,
	  test_the_largest_rest_is_no_fault)
