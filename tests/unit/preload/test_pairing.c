/* Faults from their two ends. */
#include "unit.h"

#include "preload/pairing.h"

#define S UINT64_C(1000000000)

static struct pairing pairing;
static struct fault fault;

static void begin(uint64_t t, uint64_t address, uint64_t ip)
{
	pairing_begin(&pairing, t, address, ip, false);
}

static bool end(uint64_t t, uint64_t address)
{
	return pairing_end(&pairing, t, address, false, &fault);
}

/* A short fault somewhere else. */
static void other(uint64_t t, uint64_t page)
{
	begin(t, page << 12, 0x999);
	ck_assert(end(t + 1, page << 12));
}

START_TEST(test_a_fault_is_what_lies_between_its_ends)
{
	pairing_begin(&pairing, 1000, 0x7f001234, 0x400100, true);
	ck_assert(pairing_end(&pairing, 21500, 0x7f001234, true, &fault));
	ck_assert_uint_eq(fault.begin_ns, 1000);
	ck_assert_uint_eq(fault.len_ns, 20500);
	ck_assert_uint_eq(fault.address, 0x7f001234);
	ck_assert_uint_eq(fault.ip, 0x400100);
	ck_assert(fault.is_major);
	ck_assert(fault.is_kernel);
	ck_assert(!fault.is_cut);
	ck_assert_uint_eq(fault.restarts, 0);
	ck_assert_uint_eq(pairing.depth, 0);
	ck_assert_uint_eq(pairing.begun, 1);
	ck_assert_uint_eq(pairing.unpaired + pairing.failed, 0);
}
END_TEST

START_TEST(test_an_end_may_name_the_page_only)
{
	begin(10, 0x7f001fff, 1);
	ck_assert(end(20, 0x7f001000));
	ck_assert_uint_eq(fault.address, 0x7f001fff);
	begin(30, 0x7f001fff, 1);
	ck_assert(!end(40, 0x7f002000));
	ck_assert_uint_eq(pairing.unpaired, 1);
}
END_TEST

START_TEST(test_an_end_without_a_begin_is_counted_not_guessed)
{
	ck_assert(!end(10, 0x1000));
	begin(20, 0x2000, 1);
	ck_assert(!end(30, 0x1000));
	ck_assert_uint_eq(pairing.unpaired, 2);
	/* The open one is none the worse. */
	ck_assert(end(40, 0x2000));
	ck_assert_uint_eq(fault.len_ns, 20);
	ck_assert_uint_eq(pairing.failed, 0);
}
END_TEST

START_TEST(test_faults_of_a_handler_nest_in_the_fault_it_interrupted)
{
	begin(100, 0x1000, 1);
	begin(200, 0x2000, 2);
	begin(300, 0x3000, 3);
	ck_assert(end(310, 0x3000));
	ck_assert_uint_eq(fault.len_ns, 10);
	ck_assert(end(400, 0x2000));
	ck_assert_uint_eq(fault.len_ns, 200);
	ck_assert(end(900, 0x1000));
	ck_assert_uint_eq(fault.len_ns, 800);
	ck_assert_uint_eq(pairing.failed, 0);
}
END_TEST

START_TEST(test_a_begin_left_open_inside_another_has_failed)
{
	begin(100, 0x1000, 1);
	begin(200, 0x2000, 2); /* SIGSEGV in the handler, and out of it */
	ck_assert(end(300, 0x1000));
	ck_assert_uint_eq(fault.len_ns, 200);
	ck_assert_uint_eq(pairing.failed, 1);
	ck_assert_uint_eq(pairing.depth, 0);
	ck_assert(!end(400, 0x2000));
}
END_TEST

START_TEST(test_the_younger_of_two_faults_at_a_page_ends_first)
{
	begin(100, 0x1000, 1); /* failed */
	begin(200, 0x1000, 2); /* another instruction, the same page */
	ck_assert_uint_eq(pairing.depth, 2);
	ck_assert(end(250, 0x1000));
	ck_assert_uint_eq(fault.ip, 2);
	ck_assert_uint_eq(fault.len_ns, 50);
}
END_TEST

START_TEST(test_a_fault_begun_anew_counts_from_its_first_begin)
{
	begin(100, 0x1008, 1);
	begin(5000, 0x1010, 1); /* the same page and instruction */
	begin(9000, 0x1008, 1);
	ck_assert_uint_eq(pairing.depth, 1);
	ck_assert(end(10000, 0x1008));
	ck_assert_uint_eq(fault.begin_ns, 100);
	ck_assert_uint_eq(fault.len_ns, 9900);
	ck_assert_uint_eq(fault.address, 0x1008);
	ck_assert_uint_eq(fault.restarts, 2);
	ck_assert_uint_eq(pairing.failed, 0);
	ck_assert_uint_eq(pairing.begun, 3);
}
END_TEST

START_TEST(test_a_handler_that_faults_between_two_tries_breaks_nothing)
{
	begin(100, 0x1000, 1);
	other(200, 0x20);
	other(300, 0x21);
	begin(400, 0x30000, 7); /* fails in the handler */
	begin(500, 0x1000, 1);  /* the handler has returned */
	ck_assert_uint_eq(pairing.depth, 1);
	ck_assert(end(900, 0x1000));
	ck_assert_uint_eq(fault.len_ns, 800);
	ck_assert_uint_eq(fault.restarts, 1);
	ck_assert_uint_eq(pairing.failed, 1);
	ck_assert_uint_eq(pairing.depth, 0);
}
END_TEST

START_TEST(test_a_new_try_comes_within_so_many_faults_or_is_none)
{
	/* 31 in between: the new try is the 32nd begin after the first. */
	begin(100, 0x1000, 1);
	for (uint64_t i = 0; i < PAIRING_RETRY_FAULTS - 1; i++)
		other(200 + 10 * i, 0x20 + i);
	begin(5000, 0x1000, 1);
	ck_assert(end(6000, 0x1000));
	ck_assert_uint_eq(fault.restarts, 1);
	ck_assert_uint_eq(fault.len_ns, 5900);
	begin(10000, 0x1000, 1);
	for (uint64_t i = 0; i < PAIRING_RETRY_FAULTS; i++)
		other(10200 + 10 * i, 0x20 + i);
	begin(15000, 0x1000, 1);
	ck_assert(end(16000, 0x1000));
	ck_assert_uint_eq(fault.restarts, 0);
	ck_assert_uint_eq(fault.len_ns, 1000);
}
END_TEST

START_TEST(test_a_new_try_comes_within_ten_seconds_or_is_none)
{
	begin(100, 0x1000, 1);
	begin(100 + 10 * S, 0x1000, 1);
	ck_assert(end(200 + 10 * S, 0x1000));
	ck_assert_uint_eq(fault.restarts, 1);
	ck_assert_uint_eq(fault.begin_ns, 100);
	begin(100 * S, 0x1000, 1);
	begin(110 * S + 1, 0x1000, 1);
	ck_assert(end(110 * S + 501, 0x1000));
	ck_assert_uint_eq(fault.restarts, 0);
	ck_assert_uint_eq(fault.len_ns, 500);
}
END_TEST

START_TEST(test_each_new_try_gives_the_next_one_its_time_again)
{
	for (uint64_t i = 0; i <= 5; i++)
		begin(9 * S * i, 0x1000, 1);
	ck_assert(end(46 * S, 0x1000));
	ck_assert_uint_eq(fault.restarts, 5);
	ck_assert_uint_eq(fault.len_ns, 46 * S);
	/* … and its number of faults: 30 between each two tries. */
	for (uint64_t i = 0; i < 5; i++) {
		begin(50 * S + 1000 * i, 0x1000, 1);
		for (uint64_t k = 0; k < 30; k++)
			other(50 * S + 1000 * i + 10 + 10 * k, 0x20 + k);
	}
	ck_assert(end(51 * S, 0x1000));
	ck_assert_uint_eq(fault.restarts, 4);
}
END_TEST

START_TEST(test_the_outermost_is_given_up_when_too_many_are_open)
{
	for (uint64_t i = 0; i < PAIRING_DEPTH + 3; i++)
		begin(100 + i, (0x10 + i) << 12, i + 1);
	ck_assert_uint_eq(pairing.depth, PAIRING_DEPTH);
	ck_assert_uint_eq(pairing.failed, 3);
	for (uint64_t i = PAIRING_DEPTH + 3; i-- > 3;) {
		ck_assert(end(1000, (0x10 + i) << 12));
		ck_assert_uint_eq(fault.begin_ns, 100 + i);
	}
	ck_assert(!end(1000, 0x12 << 12));
	ck_assert_uint_eq(pairing.unpaired, 1);
}
END_TEST

START_TEST(test_after_a_loss_nothing_old_is_paired)
{
	begin(100, 0x1000, 1);
	begin(200, 0x2000, 2);
	pairing_lose(&pairing);
	ck_assert_uint_eq(pairing.failed, 2);
	ck_assert(!end(300, 0x2000));
	ck_assert(!end(300, 0x1000));
	ck_assert_uint_eq(pairing.unpaired, 2);
	begin(400, 0x1000, 1);
	ck_assert(end(450, 0x1000));
	ck_assert_uint_eq(fault.len_ns, 50);
	ck_assert_uint_eq(fault.restarts, 0);
}
END_TEST

/* Whatever comes, every begin has one fate. */
START_TEST(test_every_begin_is_paired_restarted_failed_or_open)
{
	uint64_t seed = 7, paired = 0, restarts = 0;

	for (uint64_t t = 1; t < 200000; t++) {
		uint64_t page;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		page = (seed >> 33) % 12 + 1;
		if (seed >> 63) {
			begin(t, page << 12, (seed >> 50) % 3);
		} else if (end(t, page << 12)) {
			paired++;
			restarts += fault.restarts;
			ck_assert_uint_le(fault.begin_ns + fault.len_ns, t);
		}
		if (t % 5000 == 0)
			pairing_lose(&pairing);
	}
	pairing_lose(&pairing); /* with the restarts of what was open */
	ck_assert_uint_gt(restarts, 0);
	ck_assert_uint_le(paired + restarts + pairing.failed, pairing.begun);
	ck_assert_uint_gt(paired, 1000);
}
END_TEST

UNIT_MAIN("pairing", test_a_fault_is_what_lies_between_its_ends,
	  test_an_end_may_name_the_page_only,
	  test_an_end_without_a_begin_is_counted_not_guessed,
	  test_faults_of_a_handler_nest_in_the_fault_it_interrupted,
	  test_a_begin_left_open_inside_another_has_failed,
	  test_the_younger_of_two_faults_at_a_page_ends_first,
	  test_a_fault_begun_anew_counts_from_its_first_begin,
	  test_a_handler_that_faults_between_two_tries_breaks_nothing,
	  test_a_new_try_comes_within_so_many_faults_or_is_none,
	  test_a_new_try_comes_within_ten_seconds_or_is_none,
	  test_each_new_try_gives_the_next_one_its_time_again,
	  test_the_outermost_is_given_up_when_too_many_are_open,
	  test_after_a_loss_nothing_old_is_paired,
	  test_every_begin_is_paired_restarted_failed_or_open)
