/* Faults of all threads by time. */
#include "unit.h"

#include "analyzer/time_order.h"
#include "models.h"

static struct model model;
static struct process *process;

static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
}

static void end(void)
{
	model_release(&model);
}

static int64_t time_at(const size_t *order, size_t index)
{
	return array_at(&process->faults, struct fault, order[index])->t_ns /
	       MS;
}

START_TEST(test_no_faults_have_an_order_too)
{
	begin();
	free(time_order(process));
	end();
}
END_TEST

START_TEST(test_equal_times_keep_the_order_of_threads)
{
	size_t *order;

	begin();
	given_thread(process, "second");
	given_fault(process, 2, 1, 5, 1);
	given_fault(process, 1, 1, 5, 1);
	model_sort(&model);
	order = time_order(process);
	ck_assert_uint_eq(order[0], 0);
	ck_assert_uint_eq(order[1], 1);
	free(order);
	end();
}
END_TEST

START_TEST(test_any_number_of_threads_is_merged)
{
	for (unsigned threads = 1; threads <= 9; threads++) {
		size_t *order;

		begin();
		for (unsigned i = 2; i <= threads; i++)
			given_thread(process, "another");
		/* 7 and 101 have no common divisor: every time once. */
		for (int64_t i = 0; i < 101; i++)
			given_fault(process, (uint32_t)(i % threads) + 1, 1,
				    i * 7 % 101, 1);
		model_sort(&model);
		order = time_order(process);
		for (size_t i = 0; i < 101; i++)
			ck_assert_int_eq(time_at(order, i), (int64_t)i);
		free(order);
		end();
	}
}
END_TEST

UNIT_MAIN("time_order", test_no_faults_have_an_order_too,
	  test_equal_times_keep_the_order_of_threads,
	  test_any_number_of_threads_is_merged)
