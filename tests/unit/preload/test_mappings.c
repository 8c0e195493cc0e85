/* The table of mappings over time: facts in order, and facts that come late. */
#include "map_pages.h"

START_TEST(test_a_mapping_owns_its_range_and_no_byte_more)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 12, a, 0, 100);
	ck_assert_ptr_null(mappings_at(&table, 10 * PAGE - 1, 200));
	ck_assert_ptr_nonnull(mappings_at(&table, 10 * PAGE, 200));
	ck_assert_ptr_nonnull(mappings_at(&table, 12 * PAGE - 1, 200));
	ck_assert_ptr_null(mappings_at(&table, 12 * PAGE, 200));
	ck_assert_uint_eq(file_at(10, 99), 0);
	ck_assert_uint_eq(file_at(10, 100), a);
	mappings_release(&table);
}
END_TEST

START_TEST(test_an_empty_range_changes_nothing)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 12, a, 0, 100);
	map(11, 11, file_named("/b", 2), 0, 200);
	unmap(11, 11, 300);
	mappings_clear(&table, 11 * PAGE, 11 * PAGE, 400);
	ck_assert_uint_eq(file_at(10, 500), a);
	ck_assert_uint_eq(file_at(11, 500), a);
	ck_assert_uint_eq(table.live.len, 1);
	mappings_release(&table);
}
END_TEST

START_TEST(test_an_unmap_in_the_middle_keeps_the_offsets_around_it)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 20, a, 100, 100);
	unmap(13, 15, 200);
	ck_assert_uint_eq(offset_at(12, 300), 102);
	ck_assert_uint_eq(file_at(13, 300), 0);
	ck_assert_uint_eq(file_at(14, 300), 0);
	ck_assert_uint_eq(offset_at(15, 300), 105);
	ck_assert_uint_eq(offset_at(19, 300), 109);
	/* Before the unmap it was whole. */
	ck_assert_uint_eq(offset_at(13, 199), 103);
	ck_assert_uint_eq(file_at(13, 200), 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_map_over_others_hides_them_from_then_on_only)
{
	uint32_t a, b, c;

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	c = file_named("/c", 3);
	map(10, 14, a, 0, 100);
	map(14, 18, b, 50, 110);
	map(12, 16, c, 7, 200);
	ck_assert_uint_eq(file_at(11, 300), a);
	ck_assert_uint_eq(offset_at(12, 300), 7);
	ck_assert_uint_eq(offset_at(15, 300), 10);
	ck_assert_uint_eq(file_at(12, 300), c);
	ck_assert_uint_eq(file_at(15, 300), c);
	ck_assert_uint_eq(offset_at(16, 300), 52);
	ck_assert_uint_eq(offset_at(13, 150), 3);
	ck_assert_uint_eq(offset_at(15, 150), 51);
	ck_assert_uint_eq(file_at(14, 105), 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_an_unmap_older_than_a_map_leaves_the_map_alone)
{
	uint32_t a, b;

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	map(10, 14, a, 0, 100);
	map(10, 14, b, 0, 300);
	unmap(8, 16, 200); /* another thread's ring, read later */
	ck_assert_uint_eq(file_at(12, 400), b);
	ck_assert_uint_eq(file_at(12, 150), a);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_map_that_comes_after_its_own_unmap_does_not_live_on)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	unmap(10, 14, 200); /* by the thread whose ring is read first */
	map(8, 14, a, 0, 100);
	ck_assert_uint_eq(file_at(11, 300), 0);
	ck_assert_uint_eq(offset_at(11, 150), 3);
	ck_assert_uint_eq(offset_at(9, 300), 1);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_late_older_map_does_not_hide_a_younger_one)
{
	uint32_t a, b, c;

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	c = file_named("/c", 3);
	map(10, 14, c, 0, 300);
	map(10, 14, b, 0, 200);
	map(10, 14, a, 0, 100);
	ck_assert_uint_eq(file_at(11, 150), a);
	ck_assert_uint_eq(file_at(11, 250), b);
	ck_assert_uint_eq(file_at(11, 350), c);
	ck_assert_uint_eq(file_at(11, 50), 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_forgetting_keeps_what_can_still_be_asked_for)
{
	uint32_t a, b;

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	map(10, 12, a, 0, 100);
	map(10, 12, b, 0, 200);
	unmap(10, 12, 300);
	mappings_forget_before(&table, 250);
	ck_assert_uint_eq(file_at(10, 150), 0);
	ck_assert_uint_eq(file_at(10, 250), b);
	mappings_forget_before(&table, 1000);
	ck_assert_uint_eq(table.dead.len, 0);
	ck_assert_uint_eq(table.live.len, 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_the_past_is_bounded_even_if_nothing_is_forgotten)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	for (uint64_t i = 0; i < 60000; i++) {
		map(10 + i, 12 + i, a, 0, 100 + 10 * i);
		unmap(10 + i, 12 + i, 105 + 10 * i);
		if (i % 100 == 0) /* a fault stays open for ever */
			mappings_forget_before(&table, 50);
	}
	ck_assert_uint_le(table.dead.len, 16384);
	ck_assert_uint_le(table.live.len, 8192);
	ck_assert_uint_eq(file_at(10 + 59999, 100 + 10 * 59999 + 2), a);
	mappings_release(&table);
}
END_TEST

UNIT_MAIN("mappings", test_a_mapping_owns_its_range_and_no_byte_more,
	  test_an_empty_range_changes_nothing,
	  test_an_unmap_in_the_middle_keeps_the_offsets_around_it,
	  test_a_map_over_others_hides_them_from_then_on_only,
	  test_an_unmap_older_than_a_map_leaves_the_map_alone,
	  test_a_map_that_comes_after_its_own_unmap_does_not_live_on,
	  test_a_late_older_map_does_not_hide_a_younger_one,
	  test_forgetting_keeps_what_can_still_be_asked_for,
	  test_the_past_is_bounded_even_if_nothing_is_forgotten)
