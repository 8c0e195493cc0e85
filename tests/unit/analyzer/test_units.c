/* Numbers as people read and write them. */
#include "unit.h"

#include "analyzer/units.h"

static char text[UNITS_TEXT];

static void parses(const char *word, uint64_t want)
{
	uint64_t ns = 0;

	ck_assert_msg(units_parse_duration(word, &ns), "%s", word);
	ck_assert_uint_eq(ns, want);
}

static void refuses(const char *word)
{
	uint64_t ns = 7;

	ck_assert_msg(!units_parse_duration(word, &ns), "%s", word);
	ck_assert_uint_eq(ns, 7);
}

START_TEST(test_durations_are_read_with_their_unit)
{
	parses("800ns", 800);
	parses("50us", 50000);
	parses("10ms", 10000000);
	parses("2.5ms", 2500000);
	parses("1s", 1000000000);
	parses("0.0000001s", 100);
	parses("0ms", 0);
	parses("010ms", 10000000);
	parses("1.4ns", 1);
	parses("1.5ns", 2);
	parses("8000000000s", UINT64_C(8000000000000000000));
}
END_TEST

START_TEST(test_what_is_no_duration_is_refused)
{
	static const char *const wrong[] = {
		"",      "10",    "ms",
		"-1ms",  "+1ms",  " 1ms",
		"1 ms",  "1ms ",  "1m",
		"1h",    "1e3ms", "0x10ms",
		"infs",  "nans",  "1.2.3ms",
		"1msms", ".5ms",  "1,5ms",
		"9e9s",  "1Ms",   "9999999999999s",
		"1sn",   "10u",   "1smn",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuses(wrong[i]);
}
END_TEST

START_TEST(test_durations_have_three_digits)
{
	ck_assert_str_eq(units_duration(text, 0), "0 ns");
	ck_assert_str_eq(units_duration(text, 999), "999 ns");
	ck_assert_str_eq(units_duration(text, 1000), "1.00 us");
	ck_assert_str_eq(units_duration(text, 9990), "9.99 us");
	ck_assert_str_eq(units_duration(text, 20206123), "20.2 ms");
	ck_assert_str_eq(units_duration(text, 324400000), "324 ms");
	ck_assert_str_eq(units_duration(text, UINT64_C(61000000000)), "61.0 s");
	ck_assert_str_eq(units_duration(text, UINT64_C(900000000000)), "900 s");
	ck_assert_str_eq(units_duration(text, UINT64_C(2445000000000)),
			 "40.8 min");
	ck_assert_str_eq(units_duration(text, UINT64_C(86400000000000)),
			 "24.0 h");
}
END_TEST

START_TEST(test_durations_are_rounded_into_the_right_unit)
{
	ck_assert_str_eq(units_duration(text, 9994), "9.99 us");
	ck_assert_str_eq(units_duration(text, 9995), "10.0 us");
	ck_assert_str_eq(units_duration(text, 99949), "99.9 us");
	ck_assert_str_eq(units_duration(text, 99950), "100 us");
	ck_assert_str_eq(units_duration(text, 999499), "999 us");
	ck_assert_str_eq(units_duration(text, 999500), "1.00 ms");
	ck_assert_str_eq(units_duration(text, 9995000), "10.0 ms");
	ck_assert_str_eq(units_duration(text, 999499999), "999 ms");
	ck_assert_str_eq(units_duration(text, 999500000), "1.00 s");
	ck_assert_str_eq(units_duration(text, UINT64_MAX), "5124096 h");
	ck_assert_str_eq(units_duration(text, UINT64_C(999499999999)), "999 s");
	ck_assert_str_eq(units_duration(text, UINT64_C(999500000000)),
			 "16.7 min");
	ck_assert_str_eq(units_duration(text, UINT64_C(5996999999999)),
			 "99.9 min");
	ck_assert_str_eq(units_duration(text, UINT64_C(5997000000000)),
			 "1.67 h");
}
END_TEST

START_TEST(test_counts_have_commas)
{
	ck_assert_str_eq(units_count(text, 0), "0");
	ck_assert_str_eq(units_count(text, 999), "999");
	ck_assert_str_eq(units_count(text, 1000), "1,000");
	ck_assert_str_eq(units_count(text, 1234567), "1,234,567");
	ck_assert_str_eq(units_count(text, UINT64_MAX),
			 "18,446,744,073,709,551,615");
}
END_TEST

START_TEST(test_a_share_is_all_or_nothing_only_if_it_is)
{
	ck_assert_str_eq(units_share(text, 0, 0), "-");
	ck_assert_str_eq(units_share(text, 0, 5), "0 %");
	ck_assert_str_eq(units_share(text, 1, 1000000), "<0.1 %");
	ck_assert_str_eq(units_share(text, 1, 1000), "0.1 %");
	ck_assert_str_eq(units_share(text, 994, 10000), "9.9 %");
	ck_assert_str_eq(units_share(text, 996, 10000), "10 %");
	ck_assert_str_eq(units_share(text, 97, 100), "97 %");
	ck_assert_str_eq(units_share(text, 994, 1000), "99.4 %");
	ck_assert_str_eq(units_share(text, 999999, 1000000), "99.9 %");
	ck_assert_str_eq(units_share(text, 5, 5), "100 %");
}
END_TEST

START_TEST(test_bytes_are_in_binary_units)
{
	ck_assert_str_eq(units_bytes(text, 0), "0 bytes");
	ck_assert_str_eq(units_bytes(text, 1), "1 byte");
	ck_assert_str_eq(units_bytes(text, 1023), "1023 bytes");
	ck_assert_str_eq(units_bytes(text, 1024), "1.00 KiB");
	ck_assert_str_eq(units_bytes(text, 4096 * 3), "12.0 KiB");
	ck_assert_str_eq(units_bytes(text, 268435456), "256 MiB");
	ck_assert_str_eq(units_bytes(text, (1 << 20) - 1), "1.00 MiB");
	ck_assert_str_eq(units_bytes(text, UINT64_MAX), "16.0 EiB");
}
END_TEST

UNIT_MAIN("units", test_durations_are_read_with_their_unit,
	  test_what_is_no_duration_is_refused, test_durations_have_three_digits,
	  test_durations_are_rounded_into_the_right_unit,
	  test_counts_have_commas, test_bytes_are_in_binary_units,
	  test_a_share_is_all_or_nothing_only_if_it_is)
