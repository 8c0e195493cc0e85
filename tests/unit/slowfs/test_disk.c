/* What each kind of disk takes for a read. */
#include "unit.h"

#include "slowfs/disk.h"

#define US  UINT64_C(1000)
#define MS  (1000 * US)
#define KIB UINT64_C(1024)
#define GIB (KIB * KIB * KIB)

static struct disk disk;

static void init(enum disk_kind kind, uint64_t seed)
{
	disk_init(&disk, kind, seed, 20 * MS, 100 * GIB);
}

START_TEST(test_each_kind_is_known_by_its_name)
{
	for (int kind = DISK_FIXED; kind <= DISK_SPINNING; kind++) {
		enum disk_kind got = DISK_FIXED;

		ck_assert(disk_kind_parse(disk_kind_name((enum disk_kind)kind),
					  &got));
		ck_assert_int_eq(got, kind);
	}
	ck_assert(!disk_kind_parse("tape", &(enum disk_kind){ 0 }));
}
END_TEST

START_TEST(test_a_fixed_disk_takes_the_same_time_for_everything)
{
	init(DISK_FIXED, 1);
	ck_assert_uint_eq(disk_access_ns(&disk, 0, 4 * KIB), 20 * MS);
	ck_assert_uint_eq(disk_access_ns(&disk, 50 * GIB, GIB), 20 * MS);
	ck_assert_uint_eq(disk_transfer_ns(&disk, GIB), 0);
}
END_TEST

START_TEST(test_an_ssd_does_not_care_where_but_how_much)
{
	init(DISK_SSD, 1);
	ck_assert_uint_eq(disk_access_ns(&disk, 0, 4 * KIB), 80 * US);
	ck_assert_uint_eq(disk_access_ns(&disk, 50 * GIB, 4 * KIB), 80 * US);
	ck_assert_uint_eq(disk_transfer_ns(&disk, 500 * KIB), 1000 * MS / 1024);
	ck_assert_uint_eq(disk_transfer_ns(&disk, 0), 0);
}
END_TEST

START_TEST(test_equal_seeds_give_equal_times_and_others_other_ones)
{
	for (int kind = DISK_NETWORK; kind <= DISK_SPINNING; kind++) {
		uint64_t times[3][100];
		uint64_t seeds[3] = { 7, 7, 8 };

		for (int run = 0; run < 3; run++) {
			init((enum disk_kind)kind, seeds[run]);
			for (uint64_t i = 0; i < 100; i++)
				times[run][i] = disk_access_ns(
					&disk, i * 37 % 100 * GIB, 4 * KIB);
		}
		ck_assert_mem_eq(times[0], times[1], sizeof(times[0]));
		ck_assert_mem_ne(times[0], times[2], sizeof(times[0]));
	}
}
END_TEST

START_TEST(test_a_network_disk_is_slow_in_bursts)
{
	unsigned slow = 0, bursts = 0;
	bool in_burst = false;

	init(DISK_NETWORK, 1);
	for (int i = 0; i < 20000; i++) {
		uint64_t ns = disk_access_ns(&disk, 0, 4 * KIB);
		bool is_slow = ns >= 20 * MS;

		ck_assert_uint_ge(ns, MS);
		ck_assert_uint_lt(ns, 22 * MS);
		ck_assert(is_slow || ns < 2 * MS);
		slow += is_slow;
		bursts += is_slow && !in_burst;
		in_burst = is_slow;
	}
	/* One read in 200 begins one, of 4 to 20 reads. */
	ck_assert_uint_gt(bursts, 50);
	ck_assert_uint_lt(bursts, 150);
	ck_assert_uint_ge(slow, 4 * bursts);
}
END_TEST

START_TEST(test_a_head_that_is_there_already_does_not_move)
{
	init(DISK_SPINNING, 1);
	ck_assert_uint_eq(disk_access_ns(&disk, 0, 128 * KIB), 0);
	ck_assert_uint_eq(disk_access_ns(&disk, 128 * KIB, 128 * KIB), 0);
	/* What it passes over takes as long as if it were read. */
	ck_assert_uint_eq(disk_access_ns(&disk, 512 * KIB, 4 * KIB),
			  disk_transfer_ns(&disk, 256 * KIB));
	ck_assert_uint_gt(disk_transfer_ns(&disk, 256 * KIB), MS);
}
END_TEST

static uint64_t least_after_moving_to(uint64_t offset)
{
	uint64_t least = UINT64_MAX;

	init(DISK_SPINNING, 1);
	for (int i = 0; i < 1000; i++) {
		uint64_t ns;

		disk.head_bytes = 0;
		ns = disk_access_ns(&disk, offset, 4 * KIB);
		if (ns < least)
			least = ns;
	}
	return least;
}

START_TEST(test_a_seek_takes_longer_the_farther_it_goes)
{
	uint64_t near = least_after_moving_to(2 * KIB * KIB);
	uint64_t far = least_after_moving_to(50 * GIB);
	uint64_t farthest = least_after_moving_to(100 * GIB);

	/* The turn adds what it likes, at times next to nothing. */
	ck_assert_uint_ge(near, MS);
	ck_assert_uint_lt(near, 2 * MS);
	ck_assert_uint_ge(far, 10 * MS);
	ck_assert_uint_lt(far, 12 * MS);
	ck_assert_uint_ge(farthest, 15 * MS);
	ck_assert_uint_lt(farthest, 16 * MS);
}
END_TEST

START_TEST(test_the_turn_takes_up_to_a_turn)
{
	uint64_t most = 0;

	init(DISK_SPINNING, 1);
	for (int i = 0; i < 1000; i++) {
		uint64_t ns;

		disk.head_bytes = 100 * GIB;
		ns = disk_access_ns(&disk, 0, 4 * KIB);
		ck_assert_uint_lt(ns, 15 * MS + 8333334);
		if (ns > most)
			most = ns;
	}
	ck_assert_uint_gt(most, 15 * MS + 8 * MS);
}
END_TEST

UNIT_MAIN("disk", test_each_kind_is_known_by_its_name,
	  test_a_fixed_disk_takes_the_same_time_for_everything,
	  test_an_ssd_does_not_care_where_but_how_much,
	  test_equal_seeds_give_equal_times_and_others_other_ones,
	  test_a_network_disk_is_slow_in_bursts,
	  test_a_head_that_is_there_already_does_not_move,
	  test_a_seek_takes_longer_the_farther_it_goes,
	  test_the_turn_takes_up_to_a_turn)
