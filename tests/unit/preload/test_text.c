/* Text in fixed buffers; libc's own formatting is the witness. */
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "preload/text.h"

static char buffer[128], want[128];

static const uint64_t numbers[] = {
	0,
	1,
	9,
	10,
	99,
	100,
	4095,
	4096,
	UINT32_MAX,
	UINT64_C(1) << 32,
	UINT64_C(9999999999999999999),
	UINT64_C(10000000000000000000),
	INT64_MAX,
	UINT64_MAX,
};

#define NUMBERS (sizeof(numbers) / sizeof(*numbers))

START_TEST(test_numbers_look_as_printf_writes_them)
{
	for (size_t i = 0; i < NUMBERS; i++) {
		struct text text = text_in(buffer, sizeof(buffer));

		text_add_u64(&text, numbers[i]);
		text_add_char(&text, ' ');
		text_add_hex(&text, numbers[i]);
		snprintf(want, sizeof(want), "%" PRIu64 " %" PRIx64, numbers[i],
			 numbers[i]);
		ck_assert_str_eq(buffer, want);
		ck_assert_uint_eq(text.len, strlen(want));
		ck_assert(!text.is_cut);
	}
}
END_TEST

START_TEST(test_what_is_written_is_parsed_back)
{
	for (size_t i = 0; i < NUMBERS; i++) {
		const char *at = want;
		uint64_t value;

		snprintf(want, sizeof(want), "%" PRIu64 ";", numbers[i]);
		ck_assert(text_parse_u64(&at, &value));
		ck_assert(value == numbers[i]);
		ck_assert_str_eq(at, ";");
		at = want;
		snprintf(want, sizeof(want), "%" PRIX64 "g", numbers[i]);
		ck_assert(text_parse_hex(&at, &value));
		ck_assert(value == numbers[i]);
		ck_assert_str_eq(at, "g");
	}
}
END_TEST

START_TEST(test_no_digits_and_too_large_numbers_are_refused)
{
	static const char *const wrong[] = { "",
					     " 1",
					     "-1",
					     "+1",
					     "x",
					     "a",
					     "18446744073709551616",
					     "99999999999999999999999" };
	uint64_t value;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *at = wrong[i];

		ck_assert_msg(!text_parse_u64(&at, &value), "'%s'", wrong[i]);
	}
	for (const char *at = "10000000000000000"; at; at = NULL)
		ck_assert(!text_parse_hex(&at, &value));
	for (const char *at = "g"; at; at = NULL)
		ck_assert(!text_parse_hex(&at, &value));
}
END_TEST

START_TEST(test_a_full_text_is_cut_terminated_and_says_so)
{
	struct {
		char text[8];
		char guard[8];
	} small = { .guard = "guarded" };
	struct text text = text_in(small.text, sizeof(small.text));

	text_add(&text, "1234567");
	ck_assert(!text.is_cut);
	ck_assert_str_eq(small.text, "1234567");
	text_add_char(&text, '8');
	ck_assert(text.is_cut);
	text_add_u64(&text, UINT64_MAX);
	text_add_hex(&text, UINT64_MAX);
	ck_assert_str_eq(small.text, "1234567");
	ck_assert_uint_eq(text.len, 7);
	ck_assert_str_eq(small.guard, "guarded");
}
END_TEST

START_TEST(test_a_text_of_one_byte_holds_nothing)
{
	char byte = 'x';
	struct text text = text_in(&byte, 1);

	text_add(&text, "");
	ck_assert(!text.is_cut);
	text_add_char(&text, 'a');
	ck_assert(text.is_cut);
	ck_assert_int_eq(byte, '\0');
}
END_TEST

START_TEST(test_durations_read_as_people_say_them)
{
	static const struct {
		uint64_t ns;
		const char *want;
	} cases[] = {
		{ 0, "0 ns" },
		{ 850, "850 ns" },
		{ 999, "999 ns" },
		{ 1000, "1.0 us" },
		{ 41200000, "41.2 ms" },
		{ 999999, "999.9 us" },
		{ 3000000000u, "3.0 s" },
		{ 61499999999u, "61.4 s" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text text = text_in(buffer, sizeof(buffer));

		text_add_duration(&text, cases[i].ns);
		ck_assert_str_eq(buffer, cases[i].want);
	}
}
END_TEST

UNIT_MAIN("text", test_numbers_look_as_printf_writes_them,
	  test_what_is_written_is_parsed_back,
	  test_no_digits_and_too_large_numbers_are_refused,
	  test_a_full_text_is_cut_terminated_and_says_so,
	  test_a_text_of_one_byte_holds_nothing,
	  test_durations_read_as_people_say_them)
