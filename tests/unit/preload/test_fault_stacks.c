/* Which fault gets which stack, and which stacks are logged without one. */
#include "unit.h"

#include <string.h>

#include "preload/fault_stacks.h"

static struct fault_stacks stacks;
static struct pairing pairing;
static struct fault last;

static uint32_t stack_of(void *context, const struct stack_sample *stack)
{
	(void)stack;
	return *(uint32_t *)context;
}

/* The next stack sampled has this id. */
static uint32_t next_stack;

static void start(void)
{
	memset(&pairing, 0, sizeof(pairing));
	fault_stacks_init(&stacks);
	stacks.stack_of = stack_of;
	stacks.context = &next_stack;
	last = (struct fault){ .address = 0 };
}

static struct sample sample_of(uint64_t t_ns, uint64_t address, uint64_t ip)
{
	return (struct sample){
		.kind = SAMPLE_STACK, .t_ns = t_ns, .address = address, .ip = ip
	};
}

static void given_stack(uint32_t id, struct sample sample)
{
	next_stack = id;
	fault_stacks_take(&stacks, &pairing, &last, &sample);
}

static const struct stack_moment *logged(size_t index)
{
	ck_assert_uint_lt(index, stacks.samples.len);
	return vec_at(&stacks.samples, struct stack_moment, index);
}

START_TEST(test_the_open_fault_gets_the_stack)
{
	struct fault fault;

	start();
	pairing_begin(&pairing, 100, 0x7000, 0x44, false);
	given_stack(9, sample_of(900, 0x7000, 0x44));
	ck_assert(pairing_end(&pairing, 950, 0x7000, true, &fault));
	ck_assert_uint_eq(fault.stack, 9);
	ck_assert_uint_eq(stacks.samples.len, 0);
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_a_sample_is_better_than_what_was_seen_asleep)
{
	start();
	pairing_begin(&pairing, 100, 0x7000, 0x44, false);
	pairing.open[0].fault.stack = 3;
	given_stack(0, sample_of(800, 0x7000, 0x44));
	ck_assert_uint_eq(pairing.open[0].fault.stack, 3);
	given_stack(9, sample_of(900, 0x7000, 0x44));
	ck_assert_uint_eq(pairing.open[0].fault.stack, 9);
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_copying_is_no_part_of_the_fault)
{
	start();
	pairing_begin(&pairing, 100, 0x7000, 0x44, false);
	given_stack(9, sample_of(900, 0x7000, 0x44));
	ck_assert_uint_eq(fault_stacks_resolved(&stacks, 0x7000, 30900), 900);
	ck_assert_uint_eq(fault_stacks_resolved(&stacks, 0x8000, 30900), 30900);
	ck_assert_uint_eq(fault_stacks_resolved(&stacks, 0x7000, 90000900),
			  90000900);
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_a_fault_that_has_just_ended_gets_it_too)
{
	start();
	last = (struct fault){ .begin_ns = 100, .address = 0x7000, .ip = 0x44 };
	given_stack(9, sample_of(900, 0x7000, 0x44));
	ck_assert_uint_eq(last.stack, 9);
	ck_assert_uint_eq(stacks.samples.len, 0);
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_another_instruction_does_not_get_it)
{
	start();
	last = (struct fault){ .begin_ns = 100, .address = 0x7000, .ip = 0x45 };
	pairing_begin(&pairing, 100, 0x7000, 0x46, false);
	given_stack(9, sample_of(900, 0x7000, 0x44));
	ck_assert_uint_eq(last.stack, 0);
	ck_assert_uint_eq(pairing.open[0].fault.stack, 0);
	ck_assert_uint_eq(logged(0)->stack, 9);
	ck_assert_uint_eq(logged(0)->ip, 0x44);
	fault_stacks_release(&stacks);
}
END_TEST

/* 1 1 1 2 2 1: the first and the last of each run. */
START_TEST(test_of_runs_the_ends_are_logged)
{
	static const uint32_t ids[] = { 1, 1, 1, 2, 2, 1 };
	static const struct {
		uint64_t t_ns;
		uint32_t stack;
	} wanted[] = { { 10, 1 }, { 12, 1 }, { 13, 2 }, { 14, 2 }, { 15, 1 } };

	start();
	for (uint64_t i = 0; i < 6; i++)
		given_stack(ids[i], sample_of(10 + i, 0x7000, 0x44));
	fault_stacks_finish(&stacks);
	ck_assert_uint_eq(stacks.samples.len, 5);
	for (size_t i = 0; i < 5; i++) {
		ck_assert_uint_eq(logged(i)->t_ns, wanted[i].t_ns);
		ck_assert_uint_eq(logged(i)->stack, wanted[i].stack);
	}
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_a_logged_fault_says_it_itself)
{
	struct fault fault = {
		.begin_ns = 10, .address = 0x7000, .ip = 0x44, .stack = 1
	};

	start();
	fault_stacks_ended(&stacks, &fault, true);
	given_stack(1, sample_of(20, 0x7000, 0x44));
	fault_stacks_finish(&stacks);
	ck_assert_uint_eq(stacks.samples.len, 1);
	ck_assert_uint_eq(logged(0)->t_ns, 20);
	fault_stacks_release(&stacks);
}
END_TEST

START_TEST(test_in_the_kernel_there_is_nothing_to_join_by)
{
	struct sample sample = sample_of(10, 0x7000, 0x44);

	start();
	sample.is_kernel = true;
	given_stack(1, sample);
	fault_stacks_finish(&stacks);
	ck_assert_uint_eq(stacks.samples.len, 0);
	fault_stacks_release(&stacks);
}
END_TEST

UNIT_MAIN("fault_stacks", test_the_open_fault_gets_the_stack,
	  test_a_sample_is_better_than_what_was_seen_asleep,
	  test_copying_is_no_part_of_the_fault,
	  test_a_fault_that_has_just_ended_gets_it_too,
	  test_another_instruction_does_not_get_it,
	  test_of_runs_the_ends_are_logged, test_a_logged_fault_says_it_itself,
	  test_in_the_kernel_there_is_nothing_to_join_by)
