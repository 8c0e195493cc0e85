/* Tables of text. */
#include "unit.h"

#include "analyzer/table.h"

static const char *const headings[] = { "<name", "time", "n" };
static char *printed;
static size_t printed_len;

static struct out begin(void)
{
	return (struct out){ .stream = open_memstream(&printed, &printed_len),
			     .width = 40 };
}

static void add(struct table *table, const char *name, const char *time,
		const char *n)
{
	table_row(table);
	table_cell(table, name);
	table_cell(table, time);
	table_cell(table, n);
}

static void expect(struct out *out, const char *want)
{
	fclose(out->stream);
	ck_assert_str_eq(printed, want);
	free(printed);
}

START_TEST(test_columns_are_as_wide_as_the_widest_cell)
{
	struct table table = table_of(headings, 3);
	struct out out = begin();

	add(&table, "a", "1 ns", "1,000");
	add(&table, "longer", "20.4 ms", "1");
	add(&table, "b", "3 s", "20");
	table_print(&table, &out, 2);
	expect(&out, "  name       time      n\n"
		     "  a          1 ns  1,000\n"
		     "  longer  20.4 ms      1\n"
		     "  b           3 s     20\n");
}
END_TEST

START_TEST(test_widths_are_in_columns_not_bytes)
{
	struct table table = table_of(headings, 3);
	struct out out = begin();

	add(&table, "gr\303\274n", "1", "1");
	add(&table, "\346\227\245\346\234\254", "2", "2");
	table_print(&table, &out, 0);
	expect(&out, "name  time  n\n"
		     "gr\303\274n     1  1\n"
		     "\346\227\245\346\234\254     2  2\n");
}
END_TEST

START_TEST(test_notes_stand_under_their_row_and_break)
{
	struct table table = table_of(headings, 3);
	struct out out = begin();

	add(&table, "a", "1", "1");
	table_note(&table, "/0123456789/0123456789/0123456789/0123456789");
	table_note(&table, "second");
	add(&table, "b", "2", "2");
	table_print(&table, &out, 2);
	expect(&out, "  name  time  n\n"
		     "  a        1  1\n"
		     "      /0123456789/0123456789/0123456789/\n"
		     "      0123456789\n"
		     "      second\n"
		     "  b        2  2\n");
}
END_TEST

START_TEST(test_no_line_ends_in_spaces)
{
	struct table table = table_of(headings, 3);
	struct out out = begin();

	add(&table, "name that is long", "1", "");
	add(&table, "b", "", "");
	table_print(&table, &out, 0);
	expect(&out, "name               time  n\n"
		     "name that is long     1\n"
		     "b\n");
}
END_TEST

START_TEST(test_cells_too_many_are_left_out_and_missing_ones_empty)
{
	struct table table = table_of(headings, 3);
	struct out out = begin();

	add(&table, "a", "1", "1");
	table_cell(&table, "too many");
	table_row(&table);
	table_cell(&table, "few");
	table_row(&table);
	table_print(&table, &out, 0);
	expect(&out, "name  time  n\na        1  1\nfew\n\n");
}
END_TEST

UNIT_MAIN("table", test_columns_are_as_wide_as_the_widest_cell,
	  test_widths_are_in_columns_not_bytes,
	  test_notes_stand_under_their_row_and_break,
	  test_no_line_ends_in_spaces,
	  test_cells_too_many_are_left_out_and_missing_ones_empty)
