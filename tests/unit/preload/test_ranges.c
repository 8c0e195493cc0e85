/* Where files may lie, for the munmap hook. */
#include "unit.h"

#include "preload/ranges.h"

#define MIB (UINT64_C(1) << 20)

START_TEST(test_memory_that_held_no_file_is_told_apart)
{
	int wrong = 0;

	ranges_mark(0x7f0000000000, 16 * MIB);
	for (uint64_t i = 0; i < 1000; i++)
		wrong += ranges_may_hold_file(0x600000000000 + i * 64 * MIB,
					      65536);
	ck_assert_int_le(wrong, 20);
}
END_TEST

START_TEST(test_every_part_of_a_marked_range_may_hold_a_file)
{
	ranges_mark(0x7f0000000000 + 4096, 300 * MIB);
	for (uint64_t at = 4096; at < 300 * MIB; at += MIB / 2)
		ck_assert(ranges_may_hold_file(0x7f0000000000 + at, 1));
	ck_assert(ranges_may_hold_file(0x7f0000000000 + 300 * MIB + 4095, 1));
	ck_assert(ranges_may_hold_file(0x7effffe00000, 64 * MIB));
}
END_TEST

START_TEST(test_a_very_long_range_is_everywhere)
{
	ck_assert(!ranges_may_hold_file(0x100000000000, 4096));
	ranges_mark(0x7e0000000000, UINT64_C(1) << 40);
	ck_assert(ranges_may_hold_file(0x100000000000, 4096));
}
END_TEST

UNIT_MAIN("ranges", test_memory_that_held_no_file_is_told_apart,
	  test_every_part_of_a_marked_range_may_hold_a_file,
	  test_a_very_long_range_is_everywhere)
