/* Text for a person: escapes, widths, line breaks. */
#include "unit.h"

#include <string.h>

#include "analyzer/out.h"

static char *printed;
static size_t printed_len;

static struct out begin(size_t width)
{
	return (struct out){ .stream = open_memstream(&printed, &printed_len),
			     .width = width };
}

static void expect(struct out *out, const char *want)
{
	fclose(out->stream);
	ck_assert_str_eq(printed, want);
	free(printed);
}

static void escapes(const char *text, const char *want)
{
	char *got = out_escape(text);

	ck_assert_str_eq(got, want);
	free(got);
}

static void shortens(const char *text, size_t columns, const char *want)
{
	char *got = out_shorten(text, columns);

	ck_assert_str_eq(got, want);
	free(got);
}

START_TEST(test_what_can_be_seen_stays)
{
	escapes("", "");
	escapes("/srv/a b~.dat (deleted)", "/srv/a b~.dat (deleted)");
	escapes("gr\303\274n \346\227\245 \360\237\230\200",
		"gr\303\274n \346\227\245 \360\237\230\200");
	escapes("\357\277\275", "\357\277\275"); /* U+FFFD */
}
END_TEST

START_TEST(test_control_characters_are_shown)
{
	escapes("\033[31m", "\\x1b[31m");
	escapes("a\nb\rc\td\177", "a\\x0ab\\x0dc\\x09d\\x7f");
	escapes("\302\233"
		"31m",
		"\\u009b31m"); /* CSI in one character */
	escapes("\302\205", "\\u0085");
}
END_TEST

START_TEST(test_invisible_and_turning_characters_are_shown)
{
	escapes("\302\255", "\\u00ad");           /* soft hyphen */
	escapes("a\342\200\213b", "a\\u200bb");   /* zero width space */
	escapes("\342\200\256gnp", "\\u202egnp"); /* right to left override */
	escapes("\342\201\246", "\\u2066");       /* isolate */
	escapes("\342\200\250", "\\u2028");       /* line separator */
	escapes("\357\273\277", "\\ufeff");       /* byte order mark */
	escapes("\343\205\244", "\\u3164");       /* a letter that is blank */
	escapes("\363\240\201\201", "\\ue0041");  /* tag */
	escapes("\357\270\217", "\\ufe0f");       /* variation */
}
END_TEST

START_TEST(test_bytes_that_are_no_utf8_are_shown_singly)
{
	escapes("\377", "\\xff");
	escapes("a\200b", "a\\x80b");
	escapes("\303", "\\xc3");                   /* cut */
	escapes("\342\202", "\\xe2\\x82");          /* cut */
	escapes("\300\257", "\\xc0\\xaf");          /* "/" in two bytes */
	escapes("\340\200\257", "\\xe0\\x80\\xaf"); /* … in three */
	escapes("\355\240\200", "\\xed\\xa0\\x80"); /* a surrogate */
	escapes("\364\220\200\200", "\\xf4\\x90\\x80\\x80"); /* too large */
	escapes("\303(", "\\xc3(");
}
END_TEST

START_TEST(test_columns_are_what_a_terminal_shows)
{
	ck_assert_uint_eq(out_columns(""), 0);
	ck_assert_uint_eq(out_columns("abc"), 3);
	ck_assert_uint_eq(out_columns("\303\274"), 1);
	ck_assert_uint_eq(out_columns("\346\227\245\346\234\254"), 4);
	ck_assert_uint_eq(out_columns("u\314\210"), 1); /* u and two dots */
	ck_assert_uint_eq(out_columns("\360\237\230\200"), 2);
}
END_TEST

START_TEST(test_what_is_too_long_loses_its_middle)
{
	shortens("0123456789", 10, "0123456789");
	shortens("0123456789a", 10, "01...6789a");
	shortens("/srv/data/one/two/three.dat", 20, "/srv/...wo/three.dat");
	shortens("0123456789", 7, "0123456789"); /* nothing sensible fits */
	shortens("ab\033cdefghijklmn", 12, "ab\\...ijklmn");
}
END_TEST

START_TEST(test_wide_characters_are_not_cut_in_half)
{
	/* Six of two columns each. */
	shortens("\346\227\245\346\227\245\346\227\245\346\227\245\346\227\245"
		 "\346\227\245",
		 10, "\346\227\245...\346\227\245\346\227\245");
}
END_TEST

START_TEST(test_a_paragraph_breaks_at_words)
{
	struct out out = begin(20);

	out_paragraph(&out, 2, "one two three four five six");
	expect(&out, "  one two three four\n  five six\n");
	out = begin(20);
	out_paragraph(&out, 2, "");
	expect(&out, "  \n");
	out = begin(20);
	out_paragraph(&out, 2, "averyveryverylongwordindeed and more");
	expect(&out, "  averyveryverylongwordindeed\n  and more\n");
}
END_TEST

START_TEST(test_a_number_stays_with_what_it_counts)
{
	struct out out = begin(20);

	out_paragraph(&out, 2, "it took nearly 20.4 ms.");
	expect(&out, "  it took nearly\n  20.4 ms.\n");
	out = begin(20);
	out_paragraph(&out, 2, "the label says (99 %) it");
	expect(&out, "  the label says\n  (99 %) it\n");
	out = begin(20);
	out_paragraph(&out, 2, "ends with number 12");
	expect(&out, "  ends with number\n  12\n");
}
END_TEST

START_TEST(test_a_path_breaks_anywhere)
{
	struct out out = begin(12);

	out_broken(&out, 2, "/0123456789abcdefghij");
	expect(&out, "  /012345678\n  9abcdefghi\n  j\n");
	out = begin(12);
	out_broken(&out, 2, "/012345678");
	expect(&out, "  /012345678\n");
	out = begin(12);
	out_broken(&out, 2, "");
	expect(&out, "  \n");
	out = begin(12);
	out_broken(&out, 2, "/01234567\346\227\245");
	expect(&out, "  /01234567\n  \346\227\245\n");
}
END_TEST

START_TEST(test_only_a_terminal_gets_styles)
{
	struct out out = begin(80);

	ck_assert_str_eq(out_style(&out, STYLE_BAD), "");
	out.has_colour = true;
	ck_assert_str_eq(out_style(&out, STYLE_PLAIN), "\033[0m");
	out_heading(&out, "Files");
	expect(&out, "\n\033[1mFiles\033[0m\n");
}
END_TEST

START_TEST(test_what_is_no_terminal_is_80_columns_without_colour)
{
	FILE *stream = tmpfile();
	struct out out = out_for(stream);

	ck_assert_uint_eq(out.width, 80);
	ck_assert(!out.has_colour);
	fclose(stream);
}
END_TEST

UNIT_MAIN("out", test_what_can_be_seen_stays, test_control_characters_are_shown,
	  test_invisible_and_turning_characters_are_shown,
	  test_bytes_that_are_no_utf8_are_shown_singly,
	  test_columns_are_what_a_terminal_shows,
	  test_what_is_too_long_loses_its_middle,
	  test_wide_characters_are_not_cut_in_half,
	  test_a_paragraph_breaks_at_words,
	  test_a_number_stays_with_what_it_counts, test_a_path_breaks_anywhere,
	  test_only_a_terminal_gets_styles,
	  test_what_is_no_terminal_is_80_columns_without_colour)
