/* What to do, and what it would gain. */
#include "unit.h"

#include <stdio.h>

#include "models.h"

#define PAGE UINT64_C(4096)

static struct model model;
static struct process *process;
static struct report report;

/* A recording of 10 s, in which the loop made 100,000 short iterations. */
static void begin(void)
{
	struct loop *loop;

	model_init(&model);
	process = given_process(&model);
	process->last_ns = 10000 * MS;
	given_loop(process, 1);
	loop = loop_of(process, 1);
	loop->bucket = must_alloc(LOG_HIST_BUCKETS * sizeof(*loop->bucket));
	loop->bucket[110] = 100000;
	*map_of(process, 1) = (struct map){ .file = 1,
					    .len = UINT64_C(1) << 30,
					    .prot = "r--",
					    .is_shared = true };
}

/* An iteration of LEN_MS with one fault of 20 ms on MAP in it. */
static struct fault *given_stall(int64_t at_ms, int64_t len_ms, uint32_t map,
				 uint64_t offset)
{
	struct fault *fault = given_fault(process, 1, map, at_ms + 1, 20);

	given_iteration(process, 1, at_ms, len_ms);
	fault->offset = offset;
	return fault;
}

static void given_call(const char *function, const char *argument, uint64_t len)
{
	struct call *call = array_push(&process->calls);

	*call = (struct call){ .function = must_copy(function),
			       .argument = must_copy(argument),
			       .len = len,
			       .map = 1 };
}

/* The log says how far the file's disk reads ahead. */
static void given_readahead(uint64_t bytes)
{
	file_of(process, 1)->has_readahead = true;
	file_of(process, 1)->readahead_bytes = bytes;
}

/* The advice of KIND that is about MAP's file (0: any); NULL: none. */
static const struct advice *find(enum advice_kind kind)
{
	for (size_t i = 0; i < report.advice.len; i++) {
		const struct advice *advice = array_at(&report.advice,
						       struct advice, i);

		if (advice->kind == kind)
			return advice;
	}
	return NULL;
}

/* Exactly these kinds, as a sum of bits. */
static void expect(unsigned kinds)
{
	unsigned found = 0;

	report = report_of(&model);
	for (size_t i = 0; i < report.advice.len; i++)
		found |= 1U << array_at(&report.advice, struct advice, i)->kind;
	ck_assert_uint_eq(found, kinds);
}

#define ONLY(kind) (1U << ADVICE_##kind)

static void end(void)
{
	report_release(&report);
	model_release(&model);
}

START_TEST(test_a_large_file_is_to_be_read_off_the_loop)
{
	begin();
	given_stall(3000, 25, 1, 0);
	given_stall(5000, 40, 1, PAGE * 1000);
	given_iteration(process, 1, 7000, 15);
	expect(ONLY(LARGE));
	ck_assert_str_eq(find(ADVICE_LARGE)->file->path, "/srv/data");
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.faults, 2);
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.stalls, 1);
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.stall_ns, 40 * MS);
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.worst_ns, 20 * MS);
	ck_assert(!find(ADVICE_LARGE)->is_at_most);
	end();
}
END_TEST

START_TEST(test_a_small_file_is_to_be_kept_in_memory)
{
	begin();
	map_of(process, 1)->len = ADVICE_SMALL_BYTES;
	given_stall(3000, 25, 1, 0);
	expect(ONLY(SMALL));
	end();
	begin();
	map_of(process, 1)->len = ADVICE_SMALL_BYTES + 1;
	given_stall(3000, 25, 1, 0);
	expect(ONLY(LARGE));
	end();
}
END_TEST

START_TEST(test_a_cold_start_is_to_be_warmed_up)
{
	begin();
	given_stall(1000, 25, 1, 0);
	given_stall(1100, 25, 1, PAGE);
	given_stall(1200, 25, 1, PAGE * 2);
	expect(ONLY(COLD_START));
	end();
	begin(); /* it goes on */
	given_stall(1000, 25, 1, 0);
	given_stall(1100, 25, 1, PAGE);
	given_stall(5200, 25, 1, PAGE * 2);
	expect(ONLY(LARGE));
	end();
	begin(); /* two are no pattern */
	given_stall(1000, 25, 1, 0);
	given_stall(1100, 25, 1, PAGE);
	expect(ONLY(LARGE));
	end();
	begin(); /* the loop did little else */
	loop_of(process, 1)->bucket[110] = 5;
	given_stall(1000, 25, 1, 0);
	given_stall(1100, 25, 1, PAGE);
	given_stall(1200, 25, 1, PAGE * 2);
	expect(ONLY(LARGE));
	end();
}
END_TEST

START_TEST(test_what_is_evicted_needs_memory)
{
	begin();
	for (int i = 0; i < 4; i++)
		given_stall(3000 + 1000 * i, 25, 1, PAGE * (uint64_t)(i / 2));
	expect(ONLY(LARGE) | ONLY(EVICTED));
	ck_assert_uint_eq(find(ADVICE_EVICTED)->gain.faults, 2);
	ck_assert_uint_eq(find(ADVICE_EVICTED)->gain.stalls, 2);
	ck_assert(find(ADVICE_EVICTED)->is_at_most);
	end();
}
END_TEST

static void given_stalls_at_random(void)
{
	for (uint64_t i = 0; i < 20; i++)
		given_stall(3000 + 100 * (int64_t)i, 25, 1,
			    (i * 7919 + 31) * 104729 % 200003 * PAGE);
}

START_TEST(test_random_access_needs_no_readahead)
{
	begin();
	given_stalls_at_random();
	expect(ONLY(LARGE) | ONLY(RANDOM));
	ck_assert(find(ADVICE_RANDOM)->is_at_most);
	end();
	begin();
	given_call("madvise", "normal", UINT64_C(1) << 30);
	given_stalls_at_random();
	expect(ONLY(LARGE) | ONLY(RANDOM));
	end();
	begin(); /* done already */
	given_call("madvise", "random", UINT64_C(1) << 30);
	given_stalls_at_random();
	expect(ONLY(LARGE));
	end();
}
END_TEST

START_TEST(test_random_access_on_a_disk_without_readahead_has_none_to_lose)
{
	static const struct {
		uint64_t bytes;
		unsigned advice;
	} disks[] = {
		{ 0, 0 },
		{ PAGE, 0 },
		{ 2 * PAGE, ONLY(RANDOM) },
		{ 32 * PAGE, ONLY(RANDOM) },
	};

	for (size_t i = 0; i < sizeof(disks) / sizeof(*disks); i++) {
		begin();
		given_readahead(disks[i].bytes);
		given_stalls_at_random();
		expect(ONLY(LARGE) | disks[i].advice);
		end();
	}
	begin(); /* the same on large pages */
	process->page_bytes = 16 * PAGE;
	given_readahead(16 * PAGE);
	given_stalls_at_random();
	expect(ONLY(LARGE));
	end();
}
END_TEST

static void given_stalls_in_order(void)
{
	for (uint64_t i = 0; i < 20; i++)
		given_stall(3000 + 100 * (int64_t)i, 25, 1, i * PAGE);
}

START_TEST(test_sequential_access_needs_readahead)
{
	begin();
	given_call("madvise", "random", UINT64_C(1) << 30);
	given_stalls_in_order();
	expect(ONLY(LARGE) | ONLY(SEQUENTIAL));
	end();
	begin();
	given_stalls_in_order();
	expect(ONLY(LARGE));
	end();
}
END_TEST

START_TEST(test_sequential_access_suffers_on_a_disk_that_hardly_reads_ahead)
{
	static const struct {
		uint64_t bytes;
		unsigned plain, advised_random;
	} disks[] = {
		{ 0, ONLY(READAHEAD), ONLY(READAHEAD) },
		{ 4 * PAGE, ONLY(READAHEAD), ONLY(READAHEAD) },
		{ 5 * PAGE, 0, ONLY(SEQUENTIAL) },
		{ 32 * PAGE, 0, ONLY(SEQUENTIAL) },
	};

	for (size_t i = 0; i < sizeof(disks) / sizeof(*disks); i++) {
		begin();
		given_readahead(disks[i].bytes);
		given_stalls_in_order();
		expect(ONLY(LARGE) | disks[i].plain);
		end();
		begin();
		given_readahead(disks[i].bytes);
		given_call("madvise", "random", UINT64_C(1) << 30);
		given_stalls_in_order();
		expect(ONLY(LARGE) | disks[i].advised_random);
		end();
	}
	begin();
	given_readahead(0);
	given_stalls_in_order();
	expect(ONLY(LARGE) | ONLY(READAHEAD));
	ck_assert(find(ADVICE_READAHEAD)->is_at_most);
	ck_assert_uint_eq(find(ADVICE_READAHEAD)->gain.faults, 20);
	ck_assert_uint_eq(find(ADVICE_READAHEAD)->gain.stalls, 20);
	end();
}
END_TEST

START_TEST(test_faults_in_system_calls_are_told_apart)
{
	begin();
	given_stall(3000, 25, 1, 0)->flags = FAULT_KERNEL;
	given_stall(5000, 25, 1, PAGE);
	expect(ONLY(LARGE) | ONLY(SYSTEM_CALL));
	ck_assert_uint_eq(find(ADVICE_SYSTEM_CALL)->gain.faults, 1);
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.faults, 2);
	end();
	begin(); /* where they are not sampled: the call itself */
	given_call("send", "", PAGE);
	given_stall(3000, 25, 1, 0)->flags = FAULT_CALL;
	array_at(&process->faults, struct fault, 0)->code = 1;
	expect(ONLY(SYSTEM_CALL));
	end();
}
END_TEST

START_TEST(test_code_is_no_data)
{
	begin();
	map_of(process, 1)->prot[2] = 'x';
	given_stall(3000, 25, 1, 0);
	expect(ONLY(CODE));
	end();
}
END_TEST

START_TEST(test_blocking_calls_belong_elsewhere)
{
	begin();
	given_call("msync", "sync", PAGE);
	given_stall(3000, 25, 1, 0)->flags = FAULT_CALL;
	array_at(&process->faults, struct fault, 0)->code = 1;
	expect(ONLY(CALLS));
	end();
}
END_TEST

START_TEST(test_memory_that_was_swapped_out_is_known_by_its_label)
{
	begin();
	given_stall(3000, 25, 2, 0)->flags = FAULT_MAJOR;
	expect(ONLY(SWAP));
	end();
	begin(); /* fresh memory, however slow */
	given_stall(3000, 25, 2, 0);
	expect(0);
	end();
}
END_TEST

START_TEST(test_a_lock_is_only_suspected)
{
	begin();
	given_thread(process, "worker");
	given_fault(process, 2, 1, 3000, 50);
	given_iteration(process, 1, 3010, 42)->parked_ns = (uint64_t)(38 * MS);
	given_iteration(process, 1, 5000, 15);
	expect(ONLY(LOCK));
	ck_assert(find(ADVICE_LOCK)->is_at_most);
	ck_assert_uint_eq(find(ADVICE_LOCK)->gain.stalls, 1);
	ck_assert_int_eq((int64_t)find(ADVICE_LOCK)->gain.stall_ns, 38 * MS);
	ck_assert_str_eq(find(ADVICE_LOCK)->file->path, "/srv/data");
	end();
}
END_TEST

START_TEST(test_there_is_nothing_to_do_without_evidence)
{
	begin(); /* no stall */
	given_fault(process, 1, 1, 3000, 5);
	given_iteration(process, 1, 3000, 6);
	expect(0);
	end();
	begin(); /* nothing on files */
	given_iteration(process, 1, 3000, 100);
	expect(0);
	end();
	begin(); /* not worth it: less than a twentieth */
	given_iteration(process, 1, 3000, 1000);
	given_fault(process, 1, 1, 3000, 49);
	expect(0);
	end();
	begin(); /* faults of another thread */
	given_thread(process, "worker");
	given_iteration(process, 1, 3000, 50);
	given_fault(process, 2, 1, 3000, 50);
	expect(0);
	end();
}
END_TEST

START_TEST(test_many_files_matter_together)
{
	char path[32];

	begin();
	for (int i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "/srv/segments/%d", i);
		given_stall(3000 + 50 * i, 25, given_file(process, path), 0);
	}
	for (int i = 0; i < 100; i++) { /* much time, but no stall */
		given_fault(process, 1, 1, 8000 + 20 * i, 9);
		given_iteration(process, 1, 8000 + 20 * i, 9);
	}
	expect(ONLY(LARGE));
	ck_assert_uint_eq(report.advice.len, 1);
	ck_assert_ptr_null(find(ADVICE_LARGE)->file);
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.stalls, 100);
	end();
}
END_TEST

START_TEST(test_what_surely_helps_comes_first)
{
	uint32_t other;

	begin();
	other = given_file(process, "/srv/other");
	map_of(process, other)->len = PAGE;
	given_stalls_at_random();
	for (int i = 0; i < 10; i++)
		given_stall(6000 + 100 * i, 25, other, 0);
	report = report_of(&model);
	for (size_t i = 1; i < report.advice.len; i++) {
		const struct advice *a = array_at(&report.advice, struct advice,
						  i - 1);

		ck_assert(a->is_at_most <= a[1].is_at_most);
		ck_assert(a->is_at_most != a[1].is_at_most ||
			  a->gain.stall_ns >= a[1].gain.stall_ns);
	}
	ck_assert_int_eq(array_at(&report.advice, struct advice, 0)->kind,
			 ADVICE_LARGE);
	end();
}
END_TEST

START_TEST(test_only_what_lies_in_stalls_counts)
{
	begin();
	given_iteration(process, 1, 3000, 12);
	given_fault(process, 1, 1, 3000, 4);
	given_fault(process, 1, 1, 3005, 3)->offset = PAGE;
	given_iteration(process, 1, 5000, 9);
	given_fault(process, 1, 1, 5000, 9)->offset = PAGE * 2;
	expect(ONLY(LARGE));
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.faults, 3);
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.stall_ns, 7 * MS);
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.worst_ns, 4 * MS);
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.stalls, 1);
	end();
}
END_TEST

START_TEST(test_a_fault_counts_for_the_part_that_lies_in_the_stall)
{
	begin();
	given_iteration(process, 1, 3000, 30);
	given_fault(process, 1, 1, 3010, 60); /* 20 ms of it in the first … */
	given_iteration(process, 1, 3040, 50); /* … and 30 in the second */
	expect(ONLY(LARGE));
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.stall_ns, 50 * MS);
	ck_assert_int_eq((int64_t)find(ADVICE_LARGE)->gain.worst_ns, 30 * MS);
	ck_assert_int_eq(find(ADVICE_LARGE)->gain.iteration->t_ns, 3040 * MS);
	ck_assert_uint_eq(find(ADVICE_LARGE)->gain.stalls, 0);
	end();
}
END_TEST

UNIT_MAIN("advice", test_a_large_file_is_to_be_read_off_the_loop,
	  test_a_small_file_is_to_be_kept_in_memory,
	  test_a_cold_start_is_to_be_warmed_up,
	  test_what_is_evicted_needs_memory,
	  test_random_access_needs_no_readahead,
	  test_random_access_on_a_disk_without_readahead_has_none_to_lose,
	  test_sequential_access_needs_readahead,
	  test_sequential_access_suffers_on_a_disk_that_hardly_reads_ahead,
	  test_faults_in_system_calls_are_told_apart, test_code_is_no_data,
	  test_blocking_calls_belong_elsewhere,
	  test_memory_that_was_swapped_out_is_known_by_its_label,
	  test_a_lock_is_only_suspected,
	  test_there_is_nothing_to_do_without_evidence,
	  test_many_files_matter_together, test_what_surely_helps_comes_first,
	  test_only_what_lies_in_stalls_counts,
	  test_a_fault_counts_for_the_part_that_lies_in_the_stall)
