#include "log_reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log_record.h"
#include "progress.h"

struct reader {
	FILE *file;
	const char *path;
	char buffer[2 * LOG_LINE_MAX];
	size_t next, end; /* in it: of the next line, of what was read */
	char *line;       /* in it */
	size_t len;
	unsigned long number;
	struct flat flat; /* of the line, where it is of that form */
	struct err *err;
};

enum line {
	LINE_READ,
	LINE_CUT, /* the last one, without its end */
	LINE_NONE,
	LINE_BROKEN,
};

/* More of the file behind what is left in the buffer; false: there is none. */
static bool fill(struct reader *reader)
{
	size_t left = reader->end - reader->next, more;

	memmove(reader->buffer, reader->buffer + reader->next, left);
	more = fread(reader->buffer + left, 1, sizeof(reader->buffer) - left,
		     reader->file);
	reader->next = 0;
	reader->end = left + more;
	return more > 0;
}

/* How long the next line is, as far as it is in the buffer. */
static size_t line_len(const struct reader *reader, bool *is_whole)
{
	const char *line = reader->buffer + reader->next;
	size_t len = reader->end - reader->next;
	const char *newline = memchr(line, '\n', len);

	*is_whole = newline != NULL;
	return newline ? (size_t)(newline - line) : len;
}

static enum line read_line(struct reader *reader)
{
	bool is_whole;

	reader->number++;
	do {
		reader->len = line_len(reader, &is_whole);
		/* One byte is the newline's. */
		if (reader->len > LOG_LINE_MAX - 1) {
			err_set(reader->err, STATUS_UNREADABLE,
				"%s: line %lu: longer than %d bytes: no "
				"mmstall log",
				reader->path, reader->number, LOG_LINE_MAX);
			return LINE_BROKEN;
		}
	} while (!is_whole && fill(reader));
	if (!is_whole && ferror(reader->file)) {
		err_set(reader->err, STATUS_UNREADABLE, "%s: %s", reader->path,
			strerror(errno));
		return LINE_BROKEN;
	}
	reader->line = reader->buffer + reader->next;
	reader->next += reader->len + is_whole;
	if (is_whole)
		return LINE_READ;
	return reader->len ? LINE_CUT : LINE_NONE;
}

/* The line as a record, broken (and the error filled) when it is none. */
static struct log_record parse(struct reader *reader)
{
	struct log_record record = { .path = reader->path,
				     .line = reader->number,
				     .flat = &reader->flat,
				     .err = reader->err };
	json_error_t why;

	if (flat_read(&reader->flat, reader->line, reader->len)) {
		record.kind = reader->flat.item[0].key;
		return record;
	}
	record.object = json_loadb(reader->line, reader->len,
				   JSON_REJECT_DUPLICATES, &why);
	if (!record.object)
		record_break(&record, "not JSON (%s)", why.text);
	else if (!json_is_object(record.object) ||
		 !json_object_size(record.object))
		record_break(&record, "no record (an object with a kind)");
	else
		record.kind = json_object_iter_key(
			json_object_iter(record.object));
	return record;
}

static void check_version(struct log_record *record)
{
	const char *version = record_text(record, "mmstall", NULL);
	char *end;
	long major = strtol(version, &end, 10);

	if (record->is_broken)
		return;
	if (end == version || *end != '.' || major < 1)
		record_break(record, "no version of the log format: \"%.20s\"",
			     version);
	else if (major > LOG_MAJOR)
		record_break(record,
			     "log format %.20s is newer than this mmstall "
			     "reads (%d.x): use a newer mmstall",
			     version, LOG_MAJOR);
}

static void take_header(struct log_record *record, struct process *process)
{
	if (strcmp(record->kind, "mmstall") != 0) {
		record_break(record, "not an mmstall log: it does not begin "
				     "with a header");
		return;
	}
	check_version(record);
	process->pid = record_int(record, "pid", 0, INT32_MAX);
	process->program = must_copy(record_text(record, "program", "?"));
	process->run = must_copy(record_text(record, "run", ""));
	process->start_ns = record_count(record, "start_ns");
	process->wall_ns = (uint64_t)record_int_or(record, "wall_ns", 0,
						   INT64_MAX, 0);
	process->page_bytes = (uint64_t)record_int_or(record, "page_bytes", 1,
						      INT64_MAX, 4096);
	process->min_iteration_ns = record_count(record, "min_iteration_ns");
	process->min_fault_ns = record_count(record, "min_fault_ns");
	process->is_sampled = strcmp(record_text(record, "sampling", NULL),
				     "perf") == 0;
	process->has_kernel_faults = json_is_true(
		json_object_get(record->object, "kernel_faults"));
	process->has_switches = json_is_true(
		json_object_get(record->object, "switches"));
}

/* The first line; false: it is no header. */
static bool read_header(struct reader *reader, struct process *process)
{
	enum line line = read_line(reader);
	struct log_record record;

	if (line == LINE_NONE || line == LINE_CUT) {
		err_set(reader->err, STATUS_UNREADABLE,
			line == LINE_NONE
				? "%s: empty: no mmstall log"
				: "%s: line 1: cut short before the end of its "
				  "header, or no mmstall log",
			reader->path);
		return false;
	}
	if (line == LINE_BROKEN)
		return false;
	record = parse(reader);
	if (!record.is_broken)
		take_header(&record, process);
	json_decref(record.object);
	return !record.is_broken;
}

static bool read_records(struct reader *reader, struct process *process)
{
	enum line line;

	while ((line = read_line(reader)) == LINE_READ) {
		struct log_record record = parse(reader);

		progress_add(reader->len + 1);
		if (!record.is_broken)
			record_take(&record, process);
		json_decref(record.object);
		if (record.is_broken)
			return false;
	}
	process->is_cut = line == LINE_CUT;
	return line != LINE_BROKEN;
}

static struct reader *open_reader(const char *path, struct err *err)
{
	struct reader *reader = must_alloc(sizeof(*reader));

	reader->path = path;
	reader->err = err;
	reader->file = fopen(path, "re");
	if (reader->file)
		return reader;
	err_set(err, STATUS_UNREADABLE, "%s: %s", path, strerror(errno));
	free(reader);
	return NULL;
}

static void close_reader(struct reader *reader)
{
	fclose(reader->file);
	free(reader);
}

bool log_read(struct model *model, const char *path, struct err *err)
{
	struct reader *reader = open_reader(path, err);
	struct process *process;
	bool is_fine;

	if (!reader)
		return false;
	process = model_add(model);
	process->log = must_copy(path);
	is_fine = read_header(reader, process) && read_records(reader, process);
	close_reader(reader);
	return is_fine;
}

void log_read_run(const char *path, char *run, size_t size)
{
	struct err err;
	struct reader *reader = open_reader(path, &err);
	struct log_record record;

	run[0] = '\0';
	if (!reader)
		return;
	if (read_line(reader) == LINE_READ) {
		record = parse(reader);
		if (!record.is_broken && strcmp(record.kind, "mmstall") == 0)
			snprintf(run, size, "%s",
				 record_text(&record, "run", ""));
		json_decref(record.object);
	}
	close_reader(reader);
}
