/* What moved, and what /proc showed instead of what was noted. */
#include "map_pages.h"

#include <sys/mman.h>

START_TEST(test_a_moved_mapping_takes_its_file_and_offset_along)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 20, a, 100, 100);
	/* The middle of it moves and grows. */
	mappings_remap(&table, 12 * PAGE, 3 * PAGE, 50 * PAGE, 6 * PAGE, 200,
		       210);
	ck_assert_uint_eq(file_at(12, 300), 0);
	ck_assert_uint_eq(file_at(14, 300), 0);
	ck_assert_uint_eq(offset_at(11, 300), 101);
	ck_assert_uint_eq(offset_at(15, 300), 105);
	ck_assert_uint_eq(offset_at(50, 300), 102);
	ck_assert_uint_eq(offset_at(55, 300), 107);
	ck_assert_uint_eq(file_at(56, 300), 0);
	ck_assert_uint_eq(offset_at(12, 199), 102);
	ck_assert_uint_eq(file_at(50, 205), 0);
	ck_assert_uint_eq(file_at(50, 210), a);
	mappings_release(&table);
}
END_TEST

START_TEST(test_growing_in_place_never_lets_go_of_what_was_there)
{
	uint32_t a;
	struct mapping *first;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 14, a, 100, 100);
	first = mappings_at(&table, 10 * PAGE, 150);
	first->log_id = 77;
	mappings_remap(&table, 10 * PAGE, 4 * PAGE, 10 * PAGE, 8 * PAGE, 200,
		       210);
	ck_assert_uint_eq(file_at(13, 205), a);
	ck_assert_uint_eq(file_at(14, 205), 0);
	ck_assert_uint_eq(offset_at(14, 300), 104);
	ck_assert_uint_eq(offset_at(17, 300), 107);
	/* Still the mapping that is in the log; the new part is another. */
	ck_assert_uint_eq(mappings_at(&table, 13 * PAGE, 300)->log_id, 77);
	ck_assert_uint_eq(mappings_at(&table, 14 * PAGE, 300)->log_id, 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_shrinking_in_place_lets_go_of_the_end_only)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 18, a, 100, 100);
	mappings_remap(&table, 10 * PAGE, 8 * PAGE, 10 * PAGE, 3 * PAGE, 200,
		       210);
	ck_assert_uint_eq(offset_at(12, 205), 102);
	ck_assert_uint_eq(offset_at(12, 300), 102);
	ck_assert_uint_eq(file_at(13, 300), 0);
	ck_assert_uint_eq(file_at(17, 300), 0);
	ck_assert_uint_eq(offset_at(17, 199), 107);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_remap_of_length_zero_duplicates)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(10, 14, a, 100, 100);
	mappings_remap(&table, 11 * PAGE, 0, 50 * PAGE, 2 * PAGE, 200, 210);
	ck_assert_uint_eq(offset_at(11, 300), 101);
	ck_assert_uint_eq(offset_at(13, 300), 103);
	ck_assert_uint_eq(offset_at(50, 300), 101);
	ck_assert_uint_eq(file_at(52, 300), 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_remap_of_something_unknown_makes_both_places_unknown)
{
	uint32_t a;

	mappings_init(&table);
	a = file_named("/a", 1);
	map(50, 60, a, 0, 100);
	mappings_remap(&table, 10 * PAGE, 4 * PAGE, 52 * PAGE, 4 * PAGE, 200,
		       210);
	ck_assert_uint_eq(file_at(53, 300), 0);
	ck_assert_uint_eq(file_at(51, 300), a);
	ck_assert_uint_eq(offset_at(56, 300), 6);
	mappings_release(&table);
}
END_TEST

START_TEST(test_what_is_seen_fills_a_hole_since_the_unmap)
{
	uint32_t a, b;
	struct mapping seen = { .start = 10 * PAGE, .end = 14 * PAGE };

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	map(10, 12, a, 0, 100);
	unmap(10, 12, 300);
	seen.file = b;
	seen.born_ns = 200; /* when /proc had been read before */
	mappings_see(&table, &seen, true);
	ck_assert_uint_eq(file_at(11, 250), a);
	ck_assert_uint_eq(file_at(11, 300), b);
	ck_assert_uint_eq(offset_at(11, 300), 1);
	ck_assert_uint_eq(file_at(13, 200), b);
	mappings_release(&table);
}
END_TEST

START_TEST(test_what_is_seen_yields_to_what_was_noted_later)
{
	uint32_t a, b;
	struct mapping seen = { .start = 10 * PAGE,
				.end = 20 * PAGE,
				.born_ns = 200 };

	mappings_init(&table);
	a = file_named("/a", 1);
	b = file_named("/b", 2);
	map(10, 12, a, 0, 100);
	map(14, 16, a, 0, 300);
	seen.file = b;
	mappings_see(&table, &seen, true);
	ck_assert_uint_eq(file_at(11, 150), a);
	ck_assert_uint_eq(file_at(11, 400), b);
	ck_assert_uint_eq(offset_at(14, 400), 0);
	ck_assert_uint_eq(file_at(15, 400), a);
	ck_assert_uint_eq(offset_at(16, 400), 6);
	mappings_release(&table);
}
END_TEST

START_TEST(test_what_is_seen_gives_a_nameless_file_its_name)
{
	uint32_t nameless, named;
	struct mapping seen = { .start = 10 * PAGE,
				.end = 20 * PAGE,
				.born_ns = 200 };

	mappings_init(&table);
	nameless = file_named("", 9);
	map(10, 20, nameless, 0, 300);
	named = file_named("/nine", 9);
	ck_assert_uint_ne(named, nameless);
	seen.file = named;
	mappings_see(&table, &seen, true);
	ck_assert_uint_eq(file_at(15, 310), named);
	ck_assert_uint_eq(file_at(15, 250), 0);
	mappings_release(&table);
}
END_TEST

START_TEST(test_what_is_seen_as_code_is_code_from_then_on)
{
	uint32_t anonymous;
	struct mapping seen = { .start = 12 * PAGE,
				.end = 14 * PAGE,
				.born_ns = 200,
				.prot = PROT_READ | PROT_EXEC };

	mappings_init(&table);
	anonymous = mappings_file(
		&table,
		&(struct mapped_file){ .kind = MEMORY_ANON, .path = "" });
	map(10, 20, anonymous, 0, 100);
	mappings_at(&table, 12 * PAGE, 150)->owner_stack = 7;
	seen.file = anonymous;
	mappings_see(&table, &seen, false);
	ck_assert_int_eq(mappings_at(&table, 12 * PAGE, 150)->prot, 0);
	ck_assert_int_eq(mappings_at(&table, 12 * PAGE, 200)->prot, seen.prot);
	ck_assert_int_eq(mappings_at(&table, 11 * PAGE, 200)->prot, 0);
	ck_assert_int_eq(mappings_at(&table, 14 * PAGE, 200)->prot, 0);
	ck_assert_uint_eq(mappings_at(&table, 13 * PAGE, 200)->owner_stack, 7);
	ck_assert_uint_eq(offset_at(13, 200), 3);
	/* Its compiler is just writing some more. */
	seen.prot = PROT_READ | PROT_WRITE;
	seen.born_ns = 300;
	mappings_see(&table, &seen, false);
	ck_assert(mappings_at(&table, 12 * PAGE, 300)->prot & PROT_EXEC);
	mappings_release(&table);
}
END_TEST

UNIT_MAIN("mappings_change",
	  test_a_moved_mapping_takes_its_file_and_offset_along,
	  test_growing_in_place_never_lets_go_of_what_was_there,
	  test_shrinking_in_place_lets_go_of_the_end_only,
	  test_a_remap_of_length_zero_duplicates,
	  test_a_remap_of_something_unknown_makes_both_places_unknown,
	  test_what_is_seen_fills_a_hole_since_the_unmap,
	  test_what_is_seen_yields_to_what_was_noted_later,
	  test_what_is_seen_gives_a_nameless_file_its_name,
	  test_what_is_seen_as_code_is_code_from_then_on)
