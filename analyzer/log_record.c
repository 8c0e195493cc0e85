#include "log_record.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void record_break(struct log_record *record, const char *format, ...)
{
	char what[512];
	va_list arguments;

	if (record->is_broken)
		return;
	record->is_broken = true;
	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	err_set(record->err, STATUS_UNREADABLE, "%s: line %lu: %s",
		record->path, record->line, what);
}

bool record_has(const struct log_record *record, const char *key)
{
	if (!record->object)
		return flat_find(record->flat, key) != NULL;
	return json_object_get(record->object, key) != NULL;
}

static int64_t check_range(struct log_record *record, const char *key,
			   int64_t value, int64_t min, int64_t max)
{
	if (value >= min && value <= max)
		return value;
	record_break(record, "\"%s\" of a \"%s\" record is out of range: %lld",
		     key, record->kind, (long long)value);
	return min;
}

/* The integer at KEY into VALUE; false: it has none. */
static bool find_int(struct log_record *record, const char *key, int64_t *value)
{
	const int64_t *plain;
	const json_t *found;

	if (!record->object) {
		plain = flat_find(record->flat, key);
		*value = plain ? *plain : 0;
		return plain != NULL;
	}
	found = json_object_get(record->object, key);
	*value = json_integer_value(found);
	if (found && !json_is_integer(found))
		record_break(record,
			     "\"%s\" of a \"%s\" record is no whole number",
			     key, record->kind);
	return found != NULL;
}

int64_t record_int(struct log_record *record, const char *key, int64_t min,
		   int64_t max)
{
	int64_t value;

	if (!find_int(record, key, &value)) {
		record_break(record, "a \"%s\" record without \"%s\"",
			     record->kind, key);
		return min;
	}
	return check_range(record, key, value, min, max);
}

int64_t record_int_or(struct log_record *record, const char *key, int64_t min,
		      int64_t max, int64_t missing)
{
	int64_t value;

	if (!find_int(record, key, &value))
		return missing;
	return check_range(record, key, value, min, max);
}

/* 18 years in nanoseconds; the sum of two still fits into 64 bits. */
#define COUNT_MAX (INT64_MAX / 16)

uint64_t record_count(struct log_record *record, const char *key)
{
	return (uint64_t)record_int(record, key, 0, COUNT_MAX);
}

uint64_t record_count_or(struct log_record *record, const char *key,
			 uint64_t missing)
{
	return (uint64_t)record_int_or(record, key, 0, COUNT_MAX,
				       (int64_t)missing);
}

int64_t record_time(struct log_record *record, struct process *process)
{
	int64_t t_ns = record_int(record, LOG_KEY_TIME, -COUNT_MAX, COUNT_MAX);

	if (!record->is_broken && t_ns > process->last_ns)
		process->last_ns = t_ns;
	return t_ns;
}

uint32_t record_ref(struct log_record *record, const char *key, size_t count)
{
	int64_t id = record_int(record, key, 1, UINT32_MAX - 1);

	if (!record->is_broken && (uint64_t)id > count)
		record_break(record,
			     "\"%s\" of a \"%s\" record refers to %lld, "
			     "which has not been seen",
			     key, record->kind, (long long)id);
	return record->is_broken ? 0 : (uint32_t)id;
}

uint64_t record_hex(struct log_record *record, const char *key)
{
	const char *text = record_text(record, key, NULL);
	unsigned long long value;
	char *end;

	if (record->is_broken)
		return 0;
	errno = 0;
	value = strtoull(text, &end, 16);
	if (text[0] != '0' || text[1] != 'x' || *end || errno)
		record_break(record, "\"%s\" of a \"%s\" record is no address",
			     key, record->kind);
	return value;
}

const char *record_text(struct log_record *record, const char *key,
			const char *missing)
{
	const json_t *value = json_object_get(record->object, key);

	if (!record_has(record, key) && missing)
		return missing;
	if (!json_is_string(value)) {
		record_break(record,
			     record_has(record, key)
				     ? "\"%s\" of a \"%s\" record is no "
				       "string"
				     : "no \"%s\" in a \"%s\" record",
			     key, record->kind);
		return "";
	}
	return json_string_value(value);
}

bool record_flag(struct log_record *record, const char *key)
{
	return record_int_or(record, key, 0, 1, 0) == 1;
}
