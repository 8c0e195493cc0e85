/* What we write as JSON, read back by a library that did not write it. */
#include "unit.h"

/* Both have a function of this name; only ours is called here. */
#define json_string jansson_string
#include <jansson.h>
#undef json_string
#include <stdio.h>
#include <string.h>

#include "preload/json_out.h"

static char buffer[8192];

static json_t *read_back(struct json_out *json)
{
	size_t len = json_end(json);
	json_error_t error;
	json_t *object;

	ck_assert_uint_gt(len, 0);
	ck_assert_uint_eq(len, strlen(buffer));
	/* One line: its only newline is its last byte. */
	ck_assert_ptr_eq(strchr(buffer, '\n'), buffer + len - 1);
	object = json_loads(buffer, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(json_is_object(object), "%s: %s", error.text, buffer);
	return object;
}

static json_t *with_string(const char *value)
{
	struct json_out json = json_begin(buffer, sizeof(buffer));

	json_string(&json, "key", value);
	return read_back(&json);
}

static const char *string_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

START_TEST(test_numbers_and_flags_come_back)
{
	struct json_out json = json_begin(buffer, sizeof(buffer));
	json_t *object;

	json_u64(&json, "zero", 0);
	json_u64(&json, "large", INT64_MAX);
	json_i64(&json, "minus", -1234567890123);
	json_i64(&json, "least", INT64_MIN);
	json_i64(&json, "plus", 77);
	json_hex(&json, "hex", 0xffff800000001234u);
	json_bool(&json, "yes", true);
	json_bool(&json, "no", false);
	object = read_back(&json);
	ck_assert_int_eq(json_integer_value(json_object_get(object, "zero")),
			 0);
	ck_assert(json_integer_value(json_object_get(object, "large")) ==
		  INT64_MAX);
	ck_assert(json_integer_value(json_object_get(object, "minus")) ==
		  -1234567890123);
	ck_assert(json_integer_value(json_object_get(object, "least")) ==
		  INT64_MIN);
	ck_assert_int_eq(json_integer_value(json_object_get(object, "plus")),
			 77);
	ck_assert_str_eq(string_at(object, "hex"), "0xffff800000001234");
	ck_assert(json_is_true(json_object_get(object, "yes")));
	ck_assert(json_is_false(json_object_get(object, "no")));
	ck_assert_uint_eq(json_object_size(object), 8);
	json_decref(object);
}
END_TEST

START_TEST(test_the_largest_number_is_written_in_full)
{
	struct json_out json = json_begin(buffer, sizeof(buffer));

	json_u64(&json, "n", UINT64_MAX);
	json_end(&json);
	ck_assert_str_eq(buffer, "{\"n\":18446744073709551615}\n");
}
END_TEST

START_TEST(test_an_object_without_members_is_one)
{
	struct json_out json = json_begin(buffer, sizeof(buffer));
	json_t *object = read_back(&json);

	ck_assert_uint_eq(json_object_size(object), 0);
	json_decref(object);
}
END_TEST

START_TEST(test_every_ascii_byte_survives)
{
	char text[128];
	json_t *object;

	for (int i = 1; i < 128; i++)
		text[i - 1] = (char)i;
	text[127] = '\0';
	object = with_string(text);
	ck_assert_str_eq(string_at(object, "key"), text);
	ck_assert_ptr_null(json_object_get(object, "key_hex"));
	/* Nothing in the line can steer a terminal. */
	for (const char *at = buffer; at[1]; at++)
		ck_assert(*at >= ' ' && *at != 0x7f);
	json_decref(object);
}
END_TEST

START_TEST(test_utf8_of_every_length_survives)
{
	static const char *const texts[] = {
		"\xc2\x80",
		"\xdf\xbf",
		"\xe0\xa0\x80",
		"\xed\x9f\xbf",
		"\xee\x80\x80",
		"\xef\xbf\xbd",
		"\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf",
		("gr\xc3\xb6\xc3\x9f"
		 "e \xe2\x82\xac \xf0\x9f\x90\x98"),
		"\xe1\x80\x80\xec\xbf\xbf\xf1\x80\x80\x80\xf3\xbf\xbf\xbf",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		json_t *object = with_string(texts[i]);

		ck_assert_str_eq(string_at(object, "key"), texts[i]);
		ck_assert_uint_eq(json_object_size(object), 1);
		json_decref(object);
	}
}
END_TEST

#define NO "\xef\xbf\xbd" /* U+FFFD */

START_TEST(test_each_wrong_byte_is_replaced_and_kept_in_hex)
{
	static const struct {
		const char *value, *shown, *hex;
	} cases[] = {
		/* a lone continuation, bytes that begin nothing */
		{ "a\x80z", "a" NO "z", "61807a" },
		{ "\xbf", NO, "bf" },
		{ "\xfe\xff", NO NO, "feff" },
		{ "\xf5\x80\x80\x80", NO NO NO NO, "f5808080" },
		/* overlong: 2, 3 and 4 bytes */
		{ "\xc0\xaf", NO NO, "c0af" },
		{ "\xc1\xbf", NO NO, "c1bf" },
		{ "\xe0\x9f\xbf", NO NO NO, "e09fbf" },
		{ "\xf0\x8f\xbf\xbf", NO NO NO NO, "f08fbfbf" },
		/* surrogates, and past the end of Unicode */
		{ "\xed\xa0\x80", NO NO NO, "eda080" },
		{ "\xed\xbf\xbf", NO NO NO, "edbfbf" },
		{ "\xf4\x90\x80\x80", NO NO NO NO, "f4908080" },
		/* cut short: by the end, by a letter, by another sequence */
		{ "\xc3", NO, "c3" },
		{ "\xe2\x82", NO NO, "e282" },
		{ "\xf0\x9f\x90", NO NO NO, "f09f90" },
		{ "\xe2\x82x", NO NO "x", "e28278" },
		{ "\xe2\x82\xc3\xb6", NO NO "\xc3\xb6", "e282c3b6" },
		{ "\xc3\xc3\xb6", NO "\xc3\xb6", "c3c3b6" },
		/* small bytes have two digits as well */
		{ "\x01\n\xff", "\x01\n" NO, "010aff" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *object = with_string(cases[i].value);

		ck_assert_str_eq(string_at(object, "key"), cases[i].shown);
		ck_assert_str_eq(string_at(object, "key_hex"), cases[i].hex);
		json_decref(object);
	}
}
END_TEST

/* BYTES as hexadecimal, by libc. */
static void to_hex(const char *bytes, char *hex)
{
	for (; *bytes; bytes++, hex += 2)
		sprintf(hex, "%02x", (unsigned char)*bytes);
}

START_TEST(test_any_bytes_at_all_make_a_line_that_parses)
{
	uint64_t seed = 31;

	for (int round = 0; round < 3000; round++) {
		char value[41] = { 0 }, hex[81] = { 0 };
		json_t *object;

		for (int i = 0; i < 40; i++) {
			seed = seed * 6364136223846793005u +
			       1442695040888963407u;
			/* Many lead and continuation bytes. */
			value[i] = (char)(seed >> 62 ? 0x80 | seed >> 33
						     : 1 + (seed >> 33) % 126);
		}
		object = with_string(value);
		to_hex(value, hex);
		if (json_object_get(object, "key_hex"))
			ck_assert_str_eq(string_at(object, "key_hex"), hex);
		else
			ck_assert_str_eq(string_at(object, "key"), value);
		json_decref(object);
	}
}
END_TEST

START_TEST(test_pairs_come_back_in_order)
{
	struct json_out json = json_begin(buffer, sizeof(buffer));
	json_t *object, *pairs;

	json_pairs_begin(&json, "none");
	json_pairs_end(&json);
	json_pairs_begin(&json, "b");
	for (uint64_t i = 0; i < 5; i++)
		json_pair(&json, i, i * 100);
	json_pairs_end(&json);
	json_u64(&json, "after", 1);
	object = read_back(&json);
	ck_assert_uint_eq(json_array_size(json_object_get(object, "none")), 0);
	pairs = json_object_get(object, "b");
	ck_assert_uint_eq(json_array_size(pairs), 5);
	for (size_t i = 0; i < 5; i++) {
		json_t *pair = json_array_get(pairs, i);

		ck_assert_uint_eq(json_array_size(pair), 2);
		ck_assert_int_eq(json_integer_value(json_array_get(pair, 0)),
				 (int)i);
		ck_assert_int_eq(json_integer_value(json_array_get(pair, 1)),
				 (int)i * 100);
	}
	ck_assert_int_eq(json_integer_value(json_object_get(object, "after")),
			 1);
	json_decref(object);
}
END_TEST

START_TEST(test_a_record_that_does_not_fit_is_none_at_all)
{
	struct {
		char text[32];
		char guard[8];
	} small = { .guard = "guarded" };
	struct json_out json = json_begin(small.text, sizeof(small.text));

	/* {"k":"…"}\n and the terminator: 22 bytes of value fit exactly. */
	json_string(&json, "k", "0123456789012345678901");
	ck_assert_uint_eq(json_end(&json), 31);
	json = json_begin(small.text, sizeof(small.text));
	json_string(&json, "k", "01234567890123456789012");
	ck_assert_uint_eq(json_end(&json), 0);
	json = json_begin(small.text, sizeof(small.text));
	json_string(&json, "a", "\xff\xff\xff\xff\xff\xff\xff");
	json_u64(&json, "b", 1);
	ck_assert_uint_eq(json_end(&json), 0);
	ck_assert_str_eq(small.guard, "guarded");
}
END_TEST

UNIT_MAIN("json_out", test_numbers_and_flags_come_back,
	  test_the_largest_number_is_written_in_full,
	  test_an_object_without_members_is_one, test_every_ascii_byte_survives,
	  test_utf8_of_every_length_survives,
	  test_each_wrong_byte_is_replaced_and_kept_in_hex,
	  test_any_bytes_at_all_make_a_line_that_parses,
	  test_pairs_come_back_in_order,
	  test_a_record_that_does_not_fit_is_none_at_all)
