/* From a log's lines into the model. What is refused, and in which words, is
 * in tests/data/invalid. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/log_reader.h"

#define HEADER                                                           \
	"{\"mmstall\":\"1.0\",\"pid\":7,\"program\":\"server\",\"run\":" \
	"\"abc\","                                                       \
	"\"start_ns\":1000,\"wall_ns\":1764000000000000000,"             \
	"\"min_iteration_ns\":1000000,\"min_fault_ns\":20000,"           \
	"\"sampling\":\"perf\",\"kernel_faults\":true}\n"
#define THREAD                                                                \
	"{\"thread\":1,\"t\":5,\"tid\":8,\"name\":\"main\",\"how\":\"main\"}" \
	"\n"
#define LOOP "{\"loop\":1,\"h\":1,\"t\":6,\"wait\":\"epoll_wait\",\"on\":5}\n"
#define FILE_MAP                                                     \
	"{\"file\":3,\"kind\":\"file\",\"path\":\"/a\"}\n"           \
	"{\"map\":1,\"t\":-9,\"of\":3,\"start\":\"0x7f0000000000\"," \
	"\"len\":8192,\"off\":4096,\"prot\":\"r--\",\"shared\":1}\n"

static struct model model;
static struct err err;
static char path[] = "/tmp/mmstall-test-XXXXXX";

/* Reads TEXT as a log; false when it is refused. */
static bool reads(const char *text)
{
	int fd = mkstemp(path);
	bool is_fine;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	model_init(&model);
	is_fine = log_read(&model, path, &err);
	unlink(path);
	strcpy(path, "/tmp/mmstall-test-XXXXXX");
	return is_fine;
}

/* The process of a log that must be fine. */
static struct process *read_log(const char *text)
{
	ck_assert_msg(reads(text), "%s", err.text);
	return model.processes.data;
}

START_TEST(test_the_header_says_what_was_recorded)
{
	struct process *process = read_log(HEADER);

	ck_assert_int_eq(process->pid, 7);
	ck_assert_str_eq(process->program, "server");
	ck_assert_str_eq(process->run, "abc");
	ck_assert_uint_eq(process->start_ns, 1000);
	ck_assert_uint_eq(process->min_fault_ns, 20000);
	ck_assert(process->is_sampled);
	ck_assert(process->has_kernel_faults);
	model_release(&model);
}
END_TEST

START_TEST(test_a_log_ends_whole_or_killed_or_cut)
{
	struct process *process = read_log(
		HEADER "{\"end\":\"exit\",\"t\":9,\"records\":1,"
		       "\"dropped\":2}\n");

	ck_assert_str_eq(process->end, "exit");
	ck_assert_uint_eq(process->dropped, 2);
	ck_assert(!process->is_cut);
	model_release(&model);
	process = read_log(HEADER THREAD);
	ck_assert_ptr_null(process->end);
	ck_assert(!process->is_cut);
	model_release(&model);
	process = read_log(HEADER THREAD "{\"end\":\"exit\",\"t\":9}");
	ck_assert_ptr_null(process->end);
	ck_assert(process->is_cut);
	model_release(&model);
}
END_TEST

START_TEST(test_a_newer_minor_version_is_read_and_what_is_new_skipped)
{
	struct process *process = read_log(
		"{\"mmstall\":\"1.7\",\"pid\":7,\"start_ns\":0,\"new\":[1],"
		"\"min_iteration_ns\":1,\"min_fault_ns\":1,"
		"\"sampling\":\"none\"}\n" THREAD
		"{\"wonder\":{\"of\":1},\"t\":\"x\"}\n"
		"{\"thread\":2,\"t\":5,\"tid\":9,\"name\":\"b\",\"colour\":1}"
		"\n");

	ck_assert_uint_eq(process->skipped, 1);
	ck_assert_uint_eq(process->threads.len, 2);
	ck_assert(!process->is_sampled);
	ck_assert_str_eq(process->program, "?");
	model_release(&model);
}
END_TEST

START_TEST(test_a_fault_has_a_map_or_an_address)
{
	struct process *process = read_log(
		HEADER THREAD FILE_MAP
		"{\"code\":1,\"ip\":\"0x55d0\",\"m\":1}\n"
		"{\"f\":1,\"t\":-3,\"d\":30000,\"m\":1,\"o\":4097,\"c\":1,"
		"\"M\":1,\"K\":1,\"u\":1,\"r\":2}\n"
		"{\"f\":1,\"t\":50,\"d\":30001,\"a\":\"0x7fff00\",\"open\":1}"
		"\n");
	struct fault *fault = process->faults.data;

	ck_assert_int_eq(fault->t_ns, -3);
	ck_assert_uint_eq(fault->len_ns, 30000);
	ck_assert_uint_eq(fault->offset, 4097);
	ck_assert_uint_eq(fault->code, 1);
	ck_assert_uint_eq(fault->flags, FAULT_MAJOR | FAULT_KERNEL | FAULT_CUT |
						FAULT_RESTARTED);
	ck_assert_str_eq(fault_file(process, fault)->path, "/a");
	ck_assert(fault_is_on_file(process, fault));
	fault++;
	ck_assert_uint_eq(fault->offset, 0x7fff00);
	ck_assert_uint_eq(fault->flags, FAULT_OPEN);
	ck_assert_ptr_null(fault_file(process, fault));
	ck_assert(!fault_is_on_file(process, fault));
	model_release(&model);
}
END_TEST

START_TEST(test_a_mapping_is_as_it_was_logged)
{
	struct process *process = read_log(HEADER FILE_MAP);
	struct map *map = map_of(process, 1);

	ck_assert_uint_eq(map->start, 0x7f0000000000);
	ck_assert_uint_eq(map->len, 8192);
	ck_assert_uint_eq(map->offset, 4096);
	ck_assert_str_eq(map->prot, "r--");
	ck_assert(map->is_shared);
	ck_assert_uint_eq(map->file, 3);
	model_release(&model);
}
END_TEST

START_TEST(test_kinds_of_memory_are_told_apart)
{
	struct process *process = read_log(
		HEADER "{\"file\":1,\"kind\":\"heap\",\"path\":\"[heap]\"}\n"
		       "{\"file\":2,\"kind\":\"anonymous\"}\n"
		       "{\"file\":3,\"kind\":\"stack\"}\n"
		       "{\"file\":4,\"kind\":\"file\"}\n"
		       "{\"file\":5,\"kind\":\"of the future\"}\n");

	ck_assert_int_eq(file_of(process, 1)->kind, MEMORY_HEAP);
	ck_assert_int_eq(file_of(process, 2)->kind, MEMORY_ANONYMOUS);
	ck_assert_int_eq(file_of(process, 3)->kind, MEMORY_STACK);
	ck_assert_int_eq(file_of(process, 4)->kind, MEMORY_FILE);
	ck_assert_str_eq(file_of(process, 4)->path, "");
	ck_assert_int_eq(file_of(process, 5)->kind, MEMORY_SPECIAL);
	model_release(&model);
}
END_TEST

START_TEST(test_older_logs_do_not_know_how_far_a_disk_reads_ahead)
{
	struct process *process = read_log(
		HEADER "{\"file\":1,\"kind\":\"file\",\"path\":\"/a\"}\n"
		       "{\"file\":2,\"kind\":\"file\",\"path\":\"/b\","
		       "\"ra\":0}\n"
		       "{\"file\":3,\"kind\":\"file\",\"path\":\"/c\","
		       "\"ra\":131072}\n");

	ck_assert(!file_of(process, 1)->has_readahead);
	ck_assert(file_of(process, 2)->has_readahead);
	ck_assert_uint_eq(file_of(process, 2)->readahead_bytes, 0);
	ck_assert(file_of(process, 3)->has_readahead);
	ck_assert_uint_eq(file_of(process, 3)->readahead_bytes, 131072);
	model_release(&model);
	ck_assert(!reads(HEADER "{\"file\":1,\"kind\":\"file\",\"path\":\"/a\","
				"\"ra\":-1}\n"));
	model_release(&model);
}
END_TEST

START_TEST(test_a_path_that_is_no_utf8_is_its_exact_bytes)
{
	struct process *process = read_log(
		HEADER "{\"file\":1,\"kind\":\"file\","
		       "\"path\":\"/\357\277\275\",\"path_hex\":\"2fff\"}\n");

	ck_assert_str_eq(file_of(process, 1)->path, "/\377");
	model_release(&model);
	ck_assert(!reads(HEADER "{\"file\":1,\"kind\":\"file\","
				"\"path\":\"/\",\"path_hex\":\"2f00\"}\n"));
	model_release(&model);
	ck_assert(!reads(HEADER "{\"file\":1,\"kind\":\"file\","
				"\"path\":\"/\",\"path_hex\":\"2\"}\n"));
	model_release(&model);
}
END_TEST

START_TEST(test_an_iteration_written_again_replaces_the_open_one)
{
	struct process *process = read_log(
		HEADER THREAD LOOP
		"{\"it\":1,\"n\":4,\"t\":10,\"d\":2000000,\"r\":1}\n"
		"{\"it\":1,\"n\":5,\"t\":3000000,\"d\":1000000000,\"r\":2,"
		"\"open\":1}\n"
		"{\"it\":1,\"n\":5,\"t\":3000000,\"d\":1500000000,\"r\":2}\n"
		"{\"after\":1,\"n\":5,\"r\":9,\"w\":900}\n"
		"{\"after\":1,\"n\":4,\"r\":8,\"w\":900}\n");
	struct iteration *iteration = process->iterations.data;

	ck_assert_uint_eq(process->iterations.len, 2);
	ck_assert(!iteration[0].has_after);
	ck_assert(!iteration[1].is_open);
	ck_assert_uint_eq(iteration[1].len_ns, 1500000000);
	ck_assert_uint_eq(iteration[1].ready, 2);
	ck_assert(iteration[1].has_after);
	ck_assert_uint_eq(iteration[1].after_ready, 9);
	model_release(&model);
}
END_TEST

START_TEST(test_a_later_histogram_replaces_the_earlier_one)
{
	struct process *process = read_log(
		HEADER THREAD LOOP "{\"hist\":1,\"t\":9,\"n\":2,\"sum\":8,"
				   "\"max\":5,\"b\":[[3,1],[5,1]]}\n"
				   "{\"hist\":1,\"t\":9,\"n\":3,\"sum\":12,"
				   "\"max\":5,\"b\":[[5,3]]}\n");
	struct loop *loop = loop_of(process, 1);

	ck_assert_uint_eq(loop->count, 3);
	ck_assert_uint_eq(loop->sum_ns, 12);
	ck_assert_uint_eq(loop->bucket[3], 0);
	ck_assert_uint_eq(loop->bucket[5], 3);
	model_release(&model);
}
END_TEST

START_TEST(test_the_last_counts_of_a_thread_count_and_name_it)
{
	struct process *process = read_log(
		HEADER THREAD "{\"counts\":1,\"t\":9,\"name\":\"main\","
			      "\"minor\":5,\"major\":0,"
			      "\"sampled_minor\":5,\"sampled_major\":0}\n"
			      "{\"counts\":1,\"t\":10,\"name\":\"renamed\","
			      "\"sampled_minor\":7,"
			      "\"sampled_major\":1,\"lost\":3}\n");
	struct thread *thread = thread_of(process, 1);

	ck_assert_str_eq(thread->name, "renamed");
	ck_assert(!thread->counts.is_known);
	ck_assert_uint_eq(thread->counts.sampled_minor, 7);
	ck_assert_uint_eq(thread->counts.lost, 3);
	ck_assert_int_eq(process->last_ns, 10);
	model_release(&model);
}
END_TEST

START_TEST(test_the_last_limit_of_a_subject_and_thread_counts)
{
	struct process *process = read_log(
		HEADER THREAD
		"{\"limit\":\"log\",\"t\":1,\"n\":5,\"why\":\"first\"}\n"
		"{\"limit\":\"thread\",\"t\":1,\"h\":1,\"why\":\"ring\"}\n"
		"{\"limit\":\"log\",\"t\":2,\"n\":9,\"why\":\"last\"}\n");
	struct limit *limit = process->limits.data;

	ck_assert_uint_eq(process->limits.len, 2);
	ck_assert_str_eq(limit[0].why, "last");
	ck_assert_uint_eq(limit[0].count, 9);
	ck_assert_uint_eq(limit[1].thread, 1);
	ck_assert(thread_of(process, 1)->is_unsampled);
	model_release(&model);
}
END_TEST

START_TEST(test_an_error_names_file_and_line)
{
	char want[200];

	ck_assert(!reads(HEADER THREAD "what?\n"));
	snprintf(want, sizeof(want), ": line 3: not JSON");
	ck_assert_ptr_nonnull(strstr(err.text, want));
	ck_assert_int_eq(err.status, STATUS_UNREADABLE);
	ck_assert_int_eq(strncmp(err.text, "/tmp/mmstall-test-", 18), 0);
	model_release(&model);
}
END_TEST

START_TEST(test_only_the_first_thing_wrong_with_a_record_is_said)
{
	ck_assert(!reads(HEADER THREAD
			 "{\"f\":9,\"t\":\"x\",\"d\":-1,\"m\":5}\n"));
	ck_assert_ptr_nonnull(strstr(err.text, "\"f\" of a \"f\" record "
					       "refers to 9"));
	model_release(&model);
}
END_TEST

START_TEST(test_the_longest_line_is_read_and_one_byte_more_is_not)
{
	static char text[200000];
	size_t header = strlen(HEADER);
	char *at = text + sprintf(text, "%s{\"x\":\"", HEADER);

	memset(at, 'a', LOG_LINE_MAX);
	strcpy(text + header + LOG_LINE_MAX - 3, "\"}\n");
	ck_assert_uint_eq(read_log(text)->skipped, 1);
	model_release(&model);
	memset(at, 'a', LOG_LINE_MAX);
	strcpy(text + header + LOG_LINE_MAX - 2, "\"}\n");
	ck_assert(!reads(text));
	ck_assert_ptr_nonnull(strstr(err.text, "line 2: longer than"));
	model_release(&model);
}
END_TEST

#define ITERATION                                                          \
	"{\"it\":1,\"n\":1,\"t\":0,\"d\":90,\"r\":1,\"nested\":2,\"w\":5," \
	"\"pk\":6,\"run\":30,\"pre\":7,\"slp\":53}\n"                      \
	"{\"after\":1,\"n\":1,\"r\":4,\"w\":77}\n"                         \
	"{\"f\":1,\"t\":50,\"d\":20,\"m\":1,\"o\":4096,\"z\":19}\n"
#define HEADER_WITH_SWITCHES                                        \
	"{\"mmstall\":\"1.0\",\"pid\":7,\"program\":\"server\","    \
	"\"start_ns\":0,\"min_iteration_ns\":1,\"min_fault_ns\":1," \
	"\"sampling\":\"perf\",\"kernel_faults\":true,\"switches\":true}\n"

START_TEST(test_what_a_thread_did_in_an_iteration_is_read)
{
	struct process *process = read_log(
		HEADER_WITH_SWITCHES THREAD LOOP FILE_MAP ITERATION);
	const struct iteration *iteration = process->iterations.data;

	ck_assert(process->has_switches);
	ck_assert_uint_eq(iteration->nested, 2);
	ck_assert_uint_eq(iteration->nested_ns, 5);
	ck_assert_uint_eq(iteration->parked_ns, 6);
	ck_assert_uint_eq(iteration->ran_ns, 30);
	ck_assert_uint_eq(iteration->preempted_ns, 7);
	ck_assert_uint_eq(iteration->asleep_ns, 53);
	ck_assert_uint_eq(iteration->after_ns, 77);
	ck_assert_uint_eq(((struct fault *)process->faults.data)->asleep_ns,
			  19);
	model_release(&model);
}
END_TEST

START_TEST(test_a_call_that_did_not_block_is_known_as_a_call_only)
{
	struct process *process = read_log(
		HEADER THREAD FILE_MAP
		"{\"call\":1,\"t\":50,\"d\":19999,\"fn\":\"madvise\","
		"\"arg\":\"random\",\"m\":1,\"o\":4096,\"len\":64}\n"
		"{\"call\":1,\"t\":60,\"d\":20000,\"fn\":\"msync\","
		"\"m\":1,\"o\":4096,\"len\":64}\n");
	const struct call *call = process->calls.data;
	const struct fault *fault = process->faults.data;

	ck_assert_uint_eq(process->calls.len, 2);
	ck_assert_str_eq(call->function, "madvise");
	ck_assert_str_eq(call->argument, "random");
	ck_assert_int_eq(call->t_ns, 50);
	ck_assert_uint_eq(call->offset, 4096);
	ck_assert_uint_eq(call->len, 64);
	ck_assert_uint_eq(call->map, 1);
	ck_assert_uint_eq(process->faults.len, 1);
	ck_assert_uint_eq(fault->flags, FAULT_CALL);
	ck_assert_uint_eq(fault->code, 2);
	model_release(&model);
}
END_TEST

START_TEST(test_a_page_of_no_bytes_is_refused)
{
	ck_assert(!reads("{\"mmstall\":\"1.0\",\"pid\":7,\"program\":\"x\","
			 "\"start_ns\":0,\"page_bytes\":0,"
			 "\"min_iteration_ns\":1,\"min_fault_ns\":1,"
			 "\"sampling\":\"perf\"}\n"));
	ck_assert_ptr_nonnull(strstr(err.text, "\"page_bytes\""));
	model_release(&model);
}
END_TEST

START_TEST(test_switches_count_only_where_the_header_says_so)
{
	struct process *process = read_log(
		HEADER THREAD LOOP FILE_MAP ITERATION);
	const struct iteration *iteration = process->iterations.data;

	ck_assert(!process->has_switches);
	ck_assert_uint_eq(iteration->parked_ns, 6);
	ck_assert_uint_eq(iteration->ran_ns, 0);
	ck_assert_uint_eq(iteration->asleep_ns, 0);
	ck_assert_uint_eq(((struct fault *)process->faults.data)->asleep_ns, 0);
	model_release(&model);
}
END_TEST

START_TEST(test_a_record_means_the_same_however_it_is_spaced)
{
	struct process *process = read_log(
		HEADER THREAD LOOP FILE_MAP
		"{\"f\":1,\"t\":50,\"d\":60000,\"m\":1,\"o\":4096,\"M\":1}\n"
		"{ \"f\": 1, \"t\": 50, \"d\": 60000, \"m\": 1, \"o\": 4096, "
		"\"M\": 1 }\n");
	const struct fault *faults = process->faults.data;

	ck_assert_uint_eq(process->faults.len, 2);
	ck_assert_mem_eq(&faults[0], &faults[1], sizeof(*faults));
	model_release(&model);
	ck_assert(!reads(HEADER THREAD "{\"f\":1,\"t\":50}\n"));
	ck_assert_ptr_nonnull(
		strstr(err.text, "line 3: a \"f\" record without \"d\""));
	model_release(&model);
	ck_assert(!reads(HEADER THREAD "{\"thread\":2,\"t\":5,\"tid\":6,"
				       "\"name\":7}\n"));
	ck_assert_ptr_nonnull(strstr(err.text, "\"name\" of a \"thread\" "
					       "record is no string"));
	model_release(&model);
	ck_assert(!reads(HEADER "{\"limit\":2,\"t\":5}\n"));
	ck_assert_ptr_nonnull(strstr(err.text, "\"limit\" of a \"limit\" "
					       "record is no string"));
	model_release(&model);
}
END_TEST

/* They lie across the ends of whatever is read at once. */
START_TEST(test_lines_of_any_length_come_one_after_the_other)
{
	enum {
		LINES = 3000
	};
	static char text[LINES * 200 + sizeof(HEADER THREAD)];
	char *at = stpcpy(text, HEADER THREAD);
	struct process *process;

	for (int i = 0; i < LINES; i++)
		at += sprintf(at,
			      "{\"f\":1,\"t\":%d,\"d\":30000,\"a\":\"0x1\","
			      "\"new\":\"%*s\"}\n",
			      i, i * 7 % 101, "");
	process = read_log(text);
	ck_assert_uint_eq(process->faults.len, LINES);
	for (int i = 0; i < LINES; i++)
		ck_assert_int_eq(
			array_at(&process->faults, struct fault, i)->t_ns, i);
	model_release(&model);
}
END_TEST

UNIT_MAIN("log_reader", test_the_header_says_what_was_recorded,
	  test_a_log_ends_whole_or_killed_or_cut,
	  test_a_newer_minor_version_is_read_and_what_is_new_skipped,
	  test_a_fault_has_a_map_or_an_address,
	  test_a_mapping_is_as_it_was_logged,
	  test_kinds_of_memory_are_told_apart,
	  test_older_logs_do_not_know_how_far_a_disk_reads_ahead,
	  test_a_path_that_is_no_utf8_is_its_exact_bytes,
	  test_an_iteration_written_again_replaces_the_open_one,
	  test_a_later_histogram_replaces_the_earlier_one,
	  test_the_last_counts_of_a_thread_count_and_name_it,
	  test_the_last_limit_of_a_subject_and_thread_counts,
	  test_an_error_names_file_and_line,
	  test_only_the_first_thing_wrong_with_a_record_is_said,
	  test_a_record_means_the_same_however_it_is_spaced,
	  test_what_a_thread_did_in_an_iteration_is_read,
	  test_a_call_that_did_not_block_is_known_as_a_call_only,
	  test_a_page_of_no_bytes_is_refused,
	  test_switches_count_only_where_the_header_says_so,
	  test_the_longest_line_is_read_and_one_byte_more_is_not,
	  test_lines_of_any_length_come_one_after_the_other)
