/*
 * A log made in a test and read back line by line with jansson, a witness
 * that knows nothing of json_out.
 */
#ifndef MMSTALL_UNIT_LOG_LINES_H
#define MMSTALL_UNIT_LOG_LINES_H

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "preload/records.h"

#define LINES_MAX 4096

static struct recorder recorder;
static char log_path[64];
static json_t *lines[LINES_MAX];
static size_t lines_len;

static inline void log_lines_begin(void)
{
	snprintf(log_path, sizeof(log_path), "/tmp/mmstall-unit-%d.jsonl",
		 (int)getpid());
	unlink(log_path);
	ck_assert_int_eq(log_writer_open(&recorder.log, log_path, UINT64_MAX),
			 0);
	recorder.start_ns = 1000000;
}

/* Every line must be one JSON object and end with a newline. */
static inline void log_lines_read(const char *path)
{
	static char line[LOG_LINE_MAX + 2];
	FILE *file = fopen(path, "r");

	ck_assert_ptr_nonnull(file);
	lines_len = 0;
	while (fgets(line, sizeof(line), file)) {
		json_error_t error;
		json_t *object;

		ck_assert_msg(strchr(line, '\n') != NULL, "no newline: %s",
			      line);
		object = json_loads(line, JSON_REJECT_DUPLICATES, &error);
		ck_assert_msg(json_is_object(object), "%s: %s", error.text,
			      line);
		ck_assert_uint_lt(lines_len, LINES_MAX);
		lines[lines_len++] = object;
	}
	fclose(file);
}

static inline void log_lines_end(void)
{
	log_writer_close(&recorder.log);
	log_lines_read(log_path);
	unlink(log_path);
}

static inline void log_lines_release(void)
{
	for (size_t i = 0; i < lines_len; i++)
		json_decref(lines[i]);
	lines_len = 0;
}

/* jansson keeps the order of keys. */
static inline const char *first_key(const json_t *object)
{
	return json_object_iter_key(json_object_iter((json_t *)object));
}

static inline long long number_in(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	ck_assert_msg(json_is_integer(value), "%s is no number", key);
	return json_integer_value(value);
}

static inline const char *string_in(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	ck_assert_msg(json_is_string(value), "%s is no string", key);
	return json_string_value(value);
}

static inline bool has_key(const json_t *object, const char *key)
{
	return json_object_get(object, key) != NULL;
}

#endif
