/* The log file: who may read it, what stands in it when the disk is full. */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "preload/log_writer.h"
#include "preload/sys.h"

static struct log_writer writer;
static char path[64], other[80];

static void prepare(void)
{
	snprintf(path, sizeof(path), "/tmp/mmstall-unit-%d.log", (int)getpid());
	snprintf(other, sizeof(other), "%s.other", path);
	unlink(path);
	unlink(other);
}

static void open_log(uint64_t max_bytes)
{
	prepare();
	ck_assert_int_eq(log_writer_open(&writer, path, max_bytes), 0);
}

static char content[4u << 20];

static size_t read_log(void)
{
	FILE *file = fopen(path, "r");
	size_t len;

	ck_assert_ptr_nonnull(file);
	len = fread(content, 1, sizeof(content) - 1, file);
	content[len] = '\0';
	fclose(file);
	return len;
}

/* "record 17 xxx…\n" of LEN bytes. */
static const char *make_record(unsigned number, size_t len)
{
	static char record[LOG_LINE_MAX];
	int used = snprintf(record, sizeof(record), "record %u ", number);

	memset(record + used, 'x', len - (size_t)used - 1);
	record[len - 1] = '\n';
	return record;
}

static void add(unsigned number, size_t len)
{
	log_writer_add(&writer, make_record(number, len), len, false, 5);
}

/* The log holds whole records with rising numbers; how many. */
static unsigned count_records(long *last)
{
	unsigned count = 0;
	char *at = content, *end;

	for (*last = -1; *at; at = end + 1, count++) {
		long number;

		end = strchr(at, '\n');
		ck_assert_msg(end != NULL, "the last record is cut");
		ck_assert_int_eq(strncmp(at, "record ", 7), 0);
		number = strtol(at + 7, NULL, 10);
		ck_assert_int_gt(number, *last);
		*last = number;
	}
	return count;
}

START_TEST(test_records_stand_in_the_log_whole_and_in_order)
{
	long last;

	open_log(UINT64_MAX);
	for (unsigned i = 0; i < 20000; i++)
		add(i, 20 + i % 90);
	log_writer_close(&writer);
	read_log();
	ck_assert_uint_eq(count_records(&last), 20000);
	ck_assert_int_eq(last, 19999);
	ck_assert_uint_eq(writer.records, 20000);
	ck_assert_uint_eq(writer.dropped, 0);
	unlink(path);
}
END_TEST

START_TEST(test_nothing_is_written_before_a_flush_or_a_full_buffer)
{
	open_log(UINT64_MAX);
	add(1, 100);
	ck_assert_uint_eq(writer.first_ns, 5);
	ck_assert_uint_eq(read_log(), 0);
	log_writer_flush(&writer);
	ck_assert_uint_eq(read_log(), 100);
	ck_assert_uint_eq(writer.first_ns, 0);
	log_writer_close(&writer);
	unlink(path);
}
END_TEST

START_TEST(test_a_log_is_its_owners_alone_whatever_the_umask)
{
	struct stat status;
	mode_t before = umask(0);

	open_log(UINT64_MAX);
	umask(before);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq(status.st_mode & 07777, 0600);
	log_writer_close(&writer);
	unlink(path);
}
END_TEST

START_TEST(test_a_file_that_is_there_is_left_alone)
{
	FILE *file;

	prepare();
	file = fopen(path, "w");
	fputs("precious", file);
	fclose(file);
	ck_assert_int_eq(log_writer_open(&writer, path, UINT64_MAX), -EEXIST);
	ck_assert_uint_eq(read_log(), 8);
	ck_assert_str_eq(content, "precious");
	log_writer_close(&writer); /* of one that never opened: harmless */
	unlink(path);
}
END_TEST

START_TEST(test_a_symbolic_link_is_never_followed)
{
	prepare();
	ck_assert_int_eq(symlink(other, path), 0);
	ck_assert_int_lt(log_writer_open(&writer, path, UINT64_MAX), 0);
	ck_assert_int_eq(access(other, F_OK), -1);
	unlink(path);
}
END_TEST

START_TEST(test_a_folder_that_is_missing_is_an_error)
{
	ck_assert_int_eq(
		log_writer_open(&writer, "/no/such/folder/x", UINT64_MAX),
		-ENOENT);
	ck_assert_int_eq(writer.fd, -1);
}
END_TEST

START_TEST(test_a_record_that_was_too_large_is_dropped_and_counted)
{
	open_log(UINT64_MAX);
	add(1, 50);
	log_writer_add(&writer, "", 0, false, 5);
	log_writer_add(&writer, "", 0, true, 5);
	add(2, 50);
	ck_assert_uint_eq(writer.records, 2);
	ck_assert_uint_eq(writer.dropped, 2);
	log_writer_close(&writer);
	ck_assert_uint_eq(read_log(), 100);
	unlink(path);
}
END_TEST

START_TEST(test_the_size_limit_stops_all_but_essential_records)
{
	open_log(250);
	add(1, 100);
	add(2, 100);
	add(3, 100); /* would be 300 */
	add(4, 50);  /* exactly 250 */
	add(5, 50);
	ck_assert_uint_eq(writer.records, 3);
	ck_assert_uint_eq(writer.dropped, 2);
	log_writer_add(&writer, make_record(6, 100), 100, true, 5);
	add(7, 30);
	ck_assert_uint_eq(writer.records, 4);
	ck_assert_uint_eq(writer.dropped, 3);
	log_writer_close(&writer);
	ck_assert_uint_eq(read_log(), 350);
	unlink(path);
}
END_TEST

/* The disk is full at BYTES; RLIM_INFINITY: there is space again. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGXFSZ);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(test_a_record_cut_by_a_full_disk_is_continued_not_repeated)
{
	long last;

	open_log(UINT64_MAX);
	limit_files(1050);
	for (unsigned i = 0; i < 30; i++)
		add(i, 100);
	log_writer_flush(&writer);
	ck_assert_int_eq(writer.error, EFBIG);
	ck_assert_uint_eq(read_log(), 1050);
	ck_assert_uint_eq(writer.len, 3000 - 1050);
	/* Still full: nothing is lost by trying again. */
	log_writer_flush(&writer);
	ck_assert_uint_eq(writer.len, 3000 - 1050);
	add(30, 100);
	limit_files(RLIM_INFINITY);
	log_writer_flush(&writer);
	ck_assert_int_eq(writer.error, 0);
	log_writer_close(&writer);
	ck_assert_uint_eq(read_log(), 3100);
	ck_assert_uint_eq(count_records(&last), 31);
	ck_assert_uint_eq(writer.dropped, 0);
	unlink(path);
}
END_TEST

START_TEST(test_a_disk_that_stays_full_costs_whole_records_and_their_number)
{
	long last;
	unsigned taken;

	open_log(UINT64_MAX);
	limit_files(12345);
	for (unsigned i = 0; i < 1000; i++)
		add(i, 1000);
	ck_assert_uint_gt(writer.dropped, 500);
	ck_assert_uint_eq(writer.records + writer.dropped, 1000);
	ck_assert_uint_eq(read_log(), 12345);
	/* The reserve is for the records that end a log. */
	taken = (unsigned)writer.records;
	log_writer_add(&writer, make_record(1000, 1000), 1000, true, 5);
	ck_assert_uint_eq(writer.records, taken + 1);
	limit_files(RLIM_INFINITY);
	add(1001, 1000);
	log_writer_close(&writer);
	read_log();
	ck_assert_uint_eq(count_records(&last), taken + 2);
	ck_assert_int_eq(last, 1001);
	unlink(path);
}
END_TEST

START_TEST(test_essential_records_are_dropped_too_when_even_the_reserve_is_full)
{
	open_log(UINT64_MAX);
	limit_files(0);
	for (unsigned i = 0; i < 10; i++)
		log_writer_add(&writer, make_record(i, LOG_LINE_MAX - 1),
			       LOG_LINE_MAX - 1, true, 5);
	ck_assert_uint_eq(writer.records, 4);
	ck_assert_uint_eq(writer.dropped, 6);
	ck_assert_uint_le(writer.len, LOG_BUFFER_BYTES);
	limit_files(RLIM_INFINITY);
	log_writer_close(&writer);
	ck_assert_uint_eq(read_log(), 4 * (LOG_LINE_MAX - 1));
	unlink(path);
}
END_TEST

/* The kernel's own full disk. */
START_TEST(test_no_space_left_is_an_error_that_is_remembered)
{
	open_log(UINT64_MAX);
	sys_close(writer.fd);
	writer.fd = (int)sys_open("/dev/full", O_WRONLY | O_CLOEXEC, 0);
	ck_assert_int_ge(writer.fd, 0);
	add(1, 100);
	log_writer_flush(&writer);
	ck_assert_int_eq(writer.error, ENOSPC);
	ck_assert_uint_eq(writer.len, 100);
	ck_assert_uint_eq(writer.first_ns, 5);
	log_writer_close(&writer);
	unlink(path);
}
END_TEST

UNIT_MAIN("log_writer", test_records_stand_in_the_log_whole_and_in_order,
	  test_nothing_is_written_before_a_flush_or_a_full_buffer,
	  test_a_log_is_its_owners_alone_whatever_the_umask,
	  test_a_file_that_is_there_is_left_alone,
	  test_a_symbolic_link_is_never_followed,
	  test_a_folder_that_is_missing_is_an_error,
	  test_a_record_that_was_too_large_is_dropped_and_counted,
	  test_the_size_limit_stops_all_but_essential_records,
	  test_a_record_cut_by_a_full_disk_is_continued_not_repeated,
	  test_a_disk_that_stays_full_costs_whole_records_and_their_number,
	  test_essential_records_are_dropped_too_when_even_the_reserve_is_full,
	  test_no_space_left_is_an_error_that_is_remembered)
