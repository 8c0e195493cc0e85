/* Records of whole numbers, read in place. */
#include "unit.h"

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/flat.h"
#include "preload/log_format.h"

static char line[256];
static struct flat flat;

static bool reads(const char *text)
{
	strcpy(line, text);
	return flat_read(&flat, line, strlen(line));
}

static int64_t value(const char *key)
{
	const int64_t *found = flat_find(&flat, key);

	ck_assert_ptr_nonnull(found);
	return *found;
}

START_TEST(test_numbers_are_found_by_their_keys)
{
	ck_assert(reads("{\"f\":1,\"t\":-12,\"d\":999999999999999999}"));
	ck_assert_uint_eq(flat.len, 3);
	ck_assert_str_eq(flat.item[0].key, "f");
	ck_assert_int_eq(value("f"), 1);
	ck_assert_int_eq(value("t"), -12);
	ck_assert_int_eq(value("d"), 999999999999999999);
	ck_assert_ptr_null(flat_find(&flat, "x"));
	ck_assert(reads("{\"a\":0}"));
	ck_assert_int_eq(value("a"), 0);
}
END_TEST

/* Each of these is for the JSON reader, to read or to refuse. */
START_TEST(test_what_is_not_of_this_form_is_left_as_it_was)
{
	static const char *const lines[] = {
		"",
		"{",
		"{}",
		"{\"a\":1",
		"{\"a\":1}}",
		"{\"a\":1,}",
		"{\"a\":1 }",
		" {\"a\":1}",
		"{\"a\": 1}",
		"{\"a\":}",
		"{\"a\":-}",
		"{\"a\":01}",
		"{\"a\":-01}",
		"{\"a\":+1}",
		"{\"a\":1.0}",
		"{\"a\":1e3}",
		"{\"a\":0x10}",
		"{\"a\":1000000000000000000}",
		"{\"a\":99999999999999999999999}",
		"{\"a\":\"1\"}",
		"{\"a\":true}",
		"{\"a\":[1]}",
		"{\"a\\u0062\":1}",
		"{\"\xc3\xa4\":1}",
		"{\"a\t\":1}",
		"{\"a:1}",
		"{a:1}",
		"{\"a\":1,\"b\":2,\"a\":3}",
		"[\"a\",1]",
		"{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,"
		"\"h\":8,\"i\":9,\"j\":10,\"k\":11,\"l\":12,\"m\":13,"
		"\"n\":14,\"o\":15,\"p\":16,\"q\":17}",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		ck_assert_msg(!reads(lines[i]), "%s", lines[i]);
		ck_assert_str_eq(line, lines[i]);
	}
}
END_TEST

START_TEST(test_keys_that_begin_alike_are_told_apart)
{
	ck_assert(reads("{\"ab\":1,\"a\":2,\"\":3}"));
	ck_assert_int_eq(value("a"), 2);
	ck_assert_int_eq(value("ab"), 1);
	ck_assert_int_eq(value(""), 3);
}
END_TEST

static uint64_t state = 88172645463325252u;

static size_t random_below(size_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % limit;
}

/* A byte changed, gone or there twice: most often one that JSON minds. */
static size_t mutate(char *text, size_t len)
{
	static const char bytes[] = "{}[]\",:.-+0123456789eE\\ ft\n";
	size_t at = random_below(len);

	switch (random_below(3)) {
	case 0:
		text[at] = bytes[random_below(sizeof(bytes) - 1)];
		return len;
	case 1:
		memmove(text + at, text + at + 1, len - at - 1);
		return len - 1;
	default:
		memmove(text + at + 1, text + at, len - at);
		return len + 1;
	}
}

/* What is read here means the same to the JSON reader. */
static void hold_against_json(const char *text, size_t len)
{
	static char copy[LOG_LINE_MAX + 1];
	size_t i = 0;
	json_t *object, *number;
	const char *key;

	memcpy(copy, text, len);
	if (!flat_read(&flat, copy, len)) {
		ck_assert_mem_eq(copy, text, len);
		return;
	}
	object = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_msg(object != NULL, "%.*s", (int)len, text);
	ck_assert_uint_eq(json_object_size(object), flat.len);
	json_object_foreach (object, key, number) {
		ck_assert_str_eq(flat.item[i].key, key);
		ck_assert(json_is_integer(number));
		ck_assert_int_eq(flat.item[i].value,
				 json_integer_value(number));
		i++;
	}
	json_decref(object);
}

START_TEST(test_lines_whole_or_damaged_mean_what_the_json_reader_says)
{
	static char text[LOG_LINE_MAX], damaged[LOG_LINE_MAX + 1];
	size_t lines = 0;
	glob_t logs;

	ck_assert_int_eq(glob("tests/data/valid/*/*.jsonl", 0, NULL, &logs), 0);
	for (size_t i = 0; i < logs.gl_pathc; i++) {
		FILE *log = fopen(logs.gl_pathv[i], "re");

		ck_assert_ptr_nonnull(log);
		for (; fgets(text, sizeof(text), log); lines++) {
			size_t len = strcspn(text, "\n");

			hold_against_json(text, len);
			for (int k = 0; k < 200 && len > 1; k++) {
				memcpy(damaged, text, len);
				hold_against_json(damaged,
						  mutate(damaged, len));
			}
		}
		fclose(log);
	}
	globfree(&logs);
	ck_assert_uint_gt(lines, 100);
}
END_TEST

UNIT_MAIN("flat", test_numbers_are_found_by_their_keys,
	  test_what_is_not_of_this_form_is_left_as_it_was,
	  test_keys_that_begin_alike_are_told_apart,
	  test_lines_whole_or_damaged_mean_what_the_json_reader_says)
