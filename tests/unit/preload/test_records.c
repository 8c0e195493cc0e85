/* Each kind of record, as docs/log-format.md says it, read back by jansson. */
#include "log_lines.h"

#include <sys/mman.h>

#include "preload/loop.h"

/* Times below are CLOCK_MONOTONIC; the log's begin at 1,000,000. */
#define START 1000000

START_TEST(test_the_header_comes_back_with_every_fact)
{
	struct header_facts facts = {
		.pid = 4711,
		.ppid = 4700,
		.program = "server",
		.exe = "/srv/ser\"ver",
		.run_id = "",
		.wall_ns = 1764000000000000000,
		.cpus = 3,
		.min_iteration_ns = 77,
		.min_fault_ns = 88,
		.is_sampling = true,
		.has_kernel_faults = false,
	};
	json_t *line;

	log_lines_begin();
	record_header(&recorder, &facts);
	facts.run_id = "run-1";
	facts.is_sampling = false;
	facts.has_kernel_faults = true;
	record_header(&recorder, &facts);
	log_lines_end();
	ck_assert_uint_eq(lines_len, 2);
	line = lines[0];
	ck_assert_str_eq(first_key(line), "mmstall");
	ck_assert_str_eq(string_in(line, "mmstall"), "1.0");
	ck_assert_int_eq(number_in(line, "pid"), 4711);
	ck_assert_int_eq(number_in(line, "ppid"), 4700);
	ck_assert_str_eq(string_in(line, "program"), "server");
	ck_assert_str_eq(string_in(line, "exe"), "/srv/ser\"ver");
	ck_assert(!has_key(line, "run"));
	ck_assert_int_eq(number_in(line, "start_ns"), START);
	ck_assert_int_eq(number_in(line, "wall_ns"), 1764000000000000000);
	ck_assert_int_eq(number_in(line, "cpus"), 3);
	ck_assert_int_eq(number_in(line, "page_bytes"), getpagesize());
	ck_assert_int_eq(number_in(line, "min_iteration_ns"), 77);
	ck_assert_int_eq(number_in(line, "min_fault_ns"), 88);
	ck_assert_str_eq(string_in(line, "sampling"), "perf");
	ck_assert(json_is_false(json_object_get(line, "kernel_faults")));
	ck_assert(has_key(line, "version") && has_key(line, "kernel") &&
		  has_key(line, "arch"));
	line = lines[1];
	ck_assert_str_eq(string_in(line, "run"), "run-1");
	ck_assert_str_eq(string_in(line, "sampling"), "none");
	ck_assert(json_is_true(json_object_get(line, "kernel_faults")));
	log_lines_release();
}
END_TEST

START_TEST(test_limits_name_thread_and_number_only_where_there_are_any)
{
	log_lines_begin();
	record_limit(&recorder, LOG_LIMIT_THREAD, 7, 0, "no memory");
	record_limit(&recorder, LOG_LIMIT_LOG, 0, 12, "disk full");
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "limit");
	ck_assert_str_eq(string_in(lines[0], "limit"), "thread");
	ck_assert_int_eq(number_in(lines[0], "h"), 7);
	ck_assert(!has_key(lines[0], "n"));
	ck_assert_str_eq(string_in(lines[0], "why"), "no memory");
	ck_assert(!has_key(lines[1], "h"));
	ck_assert_int_eq(number_in(lines[1], "n"), 12);
	log_lines_release();
}
END_TEST

START_TEST(test_threads_and_loops_come_back)
{
	log_lines_begin();
	record_thread(&recorder, 1, START - 500, 4711, "a\tb", ORIGIN_MAIN);
	record_thread(&recorder, 2, START + 9, 4712, "\xff", ORIGIN_CREATE);
	record_thread(&recorder, 3, START, 4713, "", ORIGIN_HOOK);
	record_loop(&recorder, 4, 1, START + 5, WAIT_EPOLL_PWAIT,
		    loop_identity(WAIT_EPOLL_PWAIT, 17));
	record_loop(&recorder, 5, 2, START + 6, WAIT_POLL,
		    loop_identity(WAIT_POLL, 0x401abc));
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "thread");
	ck_assert_int_eq(number_in(lines[0], "thread"), 1);
	ck_assert_int_eq(number_in(lines[0], "t"), -500);
	ck_assert_int_eq(number_in(lines[0], "tid"), 4711);
	ck_assert_str_eq(string_in(lines[0], "name"), "a\tb");
	ck_assert_str_eq(string_in(lines[0], "how"), "main");
	ck_assert_str_eq(string_in(lines[1], "how"), "create");
	ck_assert_str_eq(string_in(lines[1], "name_hex"), "ff");
	ck_assert_str_eq(string_in(lines[2], "how"), "hook");
	ck_assert_str_eq(first_key(lines[3]), "loop");
	ck_assert_int_eq(number_in(lines[3], "h"), 1);
	ck_assert_str_eq(string_in(lines[3], "wait"), "epoll_pwait");
	ck_assert_int_eq(number_in(lines[3], "on"), 17);
	ck_assert(!has_key(lines[3], "site"));
	ck_assert_str_eq(string_in(lines[4], "wait"), "poll");
	ck_assert_str_eq(string_in(lines[4], "site"), "0x401abc");
	ck_assert(!has_key(lines[4], "on"));
	log_lines_release();
}
END_TEST

START_TEST(test_files_and_maps_come_back)
{
	struct mapped_file file = { .id = 2,
				    .kind = MEMORY_FILE,
				    .dev_major = 253,
				    .dev_minor = 1,
				    .inode = UINT64_MAX,
				    .path = "/srv/\xe9t\xc3\xa9" };
	struct mapping map = { .log_id = 3,
			       .file = 2,
			       .start = 0x7f0000001000,
			       .end = 0x7f0000005000,
			       .offset = 8192,
			       .born_ns = START - 1000000,
			       .prot = PROT_READ | PROT_EXEC };

	log_lines_begin();
	record_file(&recorder, &file, 131072);
	file.kind = MEMORY_HEAP;
	file.path = "";
	record_file(&recorder, &file, -1);
	record_map(&recorder, &map);
	map.is_shared = true;
	map.prot = PROT_WRITE;
	record_map(&recorder, &map);
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "file");
	ck_assert_str_eq(string_in(lines[0], "kind"), "file");
	ck_assert_str_eq(string_in(lines[0], "path"),
			 "/srv/\xef\xbf\xbdt\xc3\xa9");
	ck_assert_str_eq(string_in(lines[0], "path_hex"), "2f7372762fe974c3a9");
	ck_assert_str_eq(string_in(lines[0], "dev"), "253:1");
	ck_assert_str_eq(string_in(lines[0], "ino"), "18446744073709551615");
	ck_assert_int_eq(number_in(lines[0], "ra"), 131072);
	ck_assert_str_eq(string_in(lines[1], "kind"), "heap");
	ck_assert_uint_eq(json_object_size(lines[1]), 2);
	ck_assert_str_eq(first_key(lines[2]), "map");
	ck_assert_int_eq(number_in(lines[2], "t"), -1000000);
	ck_assert_int_eq(number_in(lines[2], "of"), 2);
	ck_assert_str_eq(string_in(lines[2], "start"), "0x7f0000001000");
	ck_assert_int_eq(number_in(lines[2], "len"), 0x4000);
	ck_assert_int_eq(number_in(lines[2], "off"), 8192);
	ck_assert_str_eq(string_in(lines[2], "prot"), "r-x");
	ck_assert(!has_key(lines[2], "shared"));
	ck_assert_str_eq(string_in(lines[3], "prot"), "-w-");
	ck_assert_int_eq(number_in(lines[3], "shared"), 1);
	log_lines_release();
}
END_TEST

START_TEST(test_faults_come_back_with_place_and_flags)
{
	struct mapping map = {
		.log_id = 3, .start = 0x10000, .end = 0x20000, .offset = 0x5000
	};
	struct fault fault = { .begin_ns = START - 7,
			       .len_ns = 20206123,
			       .address = 0x10123,
			       .ip = 0x400000 };

	log_lines_begin();
	record_fault(&recorder, 1, &fault, &map, 4);
	fault.is_major = fault.is_kernel = fault.is_cut = true;
	fault.restarts = 2;
	record_fault(&recorder, 1, &fault, NULL, 0);
	map.log_id = 0; /* not in the log, so it cannot be referred to */
	record_fault(&recorder, 1, &fault, &map, 0);
	record_code(&recorder, 4, 0xffffffffff600000, 3);
	record_code(&recorder, 5, 0x400000, 0);
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "f");
	ck_assert_int_eq(number_in(lines[0], "f"), 1);
	ck_assert_int_eq(number_in(lines[0], "t"), -7);
	ck_assert_int_eq(number_in(lines[0], "d"), 20206123);
	ck_assert_int_eq(number_in(lines[0], "m"), 3);
	ck_assert_int_eq(number_in(lines[0], "o"), 0x5123);
	ck_assert_int_eq(number_in(lines[0], "c"), 4);
	ck_assert_uint_eq(json_object_size(lines[0]), 6);
	ck_assert_str_eq(string_in(lines[1], "a"), "0x10123");
	ck_assert_int_eq(number_in(lines[1], "M"), 1);
	ck_assert_int_eq(number_in(lines[1], "K"), 1);
	ck_assert_int_eq(number_in(lines[1], "u"), 1);
	ck_assert_int_eq(number_in(lines[1], "r"), 2);
	ck_assert(!has_key(lines[1], "m") && !has_key(lines[1], "o") &&
		  !has_key(lines[1], "c"));
	ck_assert_str_eq(string_in(lines[2], "a"), "0x10123");
	ck_assert_str_eq(first_key(lines[3]), "code");
	ck_assert_str_eq(string_in(lines[3], "ip"), "0xffffffffff600000");
	ck_assert_int_eq(number_in(lines[3], "m"), 3);
	ck_assert(!has_key(lines[4], "m"));
	log_lines_release();
}
END_TEST

START_TEST(test_iterations_and_the_waits_after_them_come_back)
{
	struct iteration_facts facts = { .loop = 1,
					 .number = 1234,
					 .begin_ns = START + 100,
					 .end_ns = START + 350,
					 .ready = 3 };

	log_lines_begin();
	record_iteration(&recorder, &facts);
	facts.is_open = true;
	record_iteration(&recorder, &facts);
	record_after(&recorder, 1, 1234, 5, 900);
	record_lost(&recorder, 2, START + 4, 37);
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "it");
	ck_assert_int_eq(number_in(lines[0], "n"), 1234);
	ck_assert_int_eq(number_in(lines[0], "t"), 100);
	ck_assert_int_eq(number_in(lines[0], "d"), 250);
	ck_assert_int_eq(number_in(lines[0], "r"), 3);
	ck_assert(!has_key(lines[0], "open"));
	ck_assert_int_eq(number_in(lines[1], "open"), 1);
	ck_assert_str_eq(first_key(lines[2]), "after");
	ck_assert_int_eq(number_in(lines[2], "r"), 5);
	ck_assert_int_eq(number_in(lines[2], "w"), 900);
	ck_assert_str_eq(first_key(lines[3]), "lost");
	ck_assert_int_eq(number_in(lines[3], "lost"), 2);
	ck_assert_int_eq(number_in(lines[3], "t"), 4);
	ck_assert_int_eq(number_in(lines[3], "n"), 37);
	log_lines_release();
}
END_TEST

START_TEST(test_pauses_and_faults_in_progress_come_back)
{
	struct fault fault = { .begin_ns = START + 5, .is_open = true };

	log_lines_begin();
	record_pause(&recorder, 2, START + 51);
	record_resume(&recorder, 2, START + 73, 812345);
	record_fault(&recorder, 2, &fault, NULL, 0);
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "pause");
	ck_assert_int_eq(number_in(lines[0], "pause"), 2);
	ck_assert_int_eq(number_in(lines[0], "t"), 51);
	ck_assert_str_eq(first_key(lines[1]), "resume");
	ck_assert_int_eq(number_in(lines[1], "t"), 73);
	ck_assert_int_eq(number_in(lines[1], "n"), 812345);
	ck_assert_int_eq(number_in(lines[2], "open"), 1);
	log_lines_release();
}
END_TEST

START_TEST(test_counts_leave_out_what_the_kernel_did_not_say)
{
	struct count_facts counts = {
		.name = "server",
		.before = { 95, 2 },
		.during = { 812, 40 },
		.is_known = true,
		.sampled_minor = 811,
		.sampled_major = 39,
		.lost = 1,
		.paused = 8,
		.unpaired = 3,
		.failed = 4,
		.blocking = 5,
		.blocking_ns = 6,
		.fault_ns = 7,
	};
	static const struct {
		const char *key;
		int value;
	} want[] = {
		{ "minor", 812 },         { "major", 40 },
		{ "before_minor", 95 },   { "before_major", 2 },
		{ "sampled_minor", 811 }, { "sampled_major", 39 },
		{ "paused", 8 },          { "lost", 1 },
		{ "unpaired", 3 },        { "failed", 4 },
		{ "blocking", 5 },        { "blocking_ns", 6 },
		{ "fault_ns", 7 },
	};

	log_lines_begin();
	record_counts(&recorder, 1, START, &counts);
	counts.is_known = false;
	counts.has_exited = true;
	record_counts(&recorder, 1, START, &counts);
	log_lines_end();
	ck_assert_str_eq(first_key(lines[0]), "counts");
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		ck_assert_int_eq(number_in(lines[0], want[i].key),
				 want[i].value);
	ck_assert_str_eq(string_in(lines[0], "name"), "server");
	ck_assert(!has_key(lines[0], "exited"));
	ck_assert(!has_key(lines[1], "minor") &&
		  !has_key(lines[1], "before_major"));
	ck_assert_int_eq(number_in(lines[1], "sampled_minor"), 811);
	ck_assert_int_eq(number_in(lines[1], "exited"), 1);
	log_lines_release();
}
END_TEST

START_TEST(test_a_full_histogram_fits_into_one_line)
{
	static struct histogram histogram = { .count = 9, .max_ns = INT64_MAX };
	json_t *pairs;

	for (unsigned i = 0; i < LOG_HIST_BUCKETS; i++)
		histogram.bucket[i] = INT64_MAX - i;
	log_lines_begin();
	record_histogram(&recorder, 1, START, &histogram);
	memset(histogram.bucket, 0, sizeof(histogram.bucket));
	histogram.bucket[8] = 2;
	histogram.bucket[495] = 1;
	record_histogram(&recorder, 1, START, &histogram);
	log_lines_end();
	ck_assert_uint_eq(lines_len, 2);
	ck_assert_uint_eq(recorder.log.dropped, 0);
	ck_assert_str_eq(first_key(lines[0]), "hist");
	pairs = json_object_get(lines[0], "b");
	ck_assert_uint_eq(json_array_size(pairs), LOG_HIST_BUCKETS);
	pairs = json_object_get(lines[1], "b");
	ck_assert_uint_eq(json_array_size(pairs), 2);
	ck_assert_int_eq(
		json_integer_value(json_array_get(json_array_get(pairs, 1), 0)),
		495);
	log_lines_release();
}
END_TEST

START_TEST(test_the_trailer_counts_the_records_before_it)
{
	static char path[LOG_LINE_MAX];
	struct mapped_file file = { .id = 1, .path = path };

	memset(path, 'x', sizeof(path) - 1);
	log_lines_begin();
	record_lost(&recorder, 1, START, 1);
	record_file(&recorder, &file, 0); /* no line can hold it */
	record_lost(&recorder, 1, START, 2);
	record_trailer(&recorder, "exit", START + 61);
	log_lines_end();
	ck_assert_uint_eq(lines_len, 3);
	ck_assert_str_eq(first_key(lines[2]), "end");
	ck_assert_str_eq(string_in(lines[2], "end"), "exit");
	ck_assert_int_eq(number_in(lines[2], "t"), 61);
	ck_assert_int_eq(number_in(lines[2], "records"), 2);
	ck_assert_int_eq(number_in(lines[2], "dropped"), 1);
	log_lines_release();
}
END_TEST

UNIT_MAIN("records", test_the_header_comes_back_with_every_fact,
	  test_limits_name_thread_and_number_only_where_there_are_any,
	  test_threads_and_loops_come_back, test_files_and_maps_come_back,
	  test_faults_come_back_with_place_and_flags,
	  test_iterations_and_the_waits_after_them_come_back,
	  test_pauses_and_faults_in_progress_come_back,
	  test_counts_leave_out_what_the_kernel_did_not_say,
	  test_a_full_histogram_fits_into_one_line,
	  test_the_trailer_counts_the_records_before_it)
