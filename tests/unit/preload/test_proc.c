/* What the kernel's files in /proc say: odd lines, and this very process. */
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "preload/proc.h"
#include "preload/sys.h"

static char line[16384];

static bool parse(const char *text, struct proc_map *map)
{
	ck_assert_uint_lt(strlen(text), sizeof(line));
	strcpy(line, text);
	return proc_map_parse(line, map);
}

START_TEST(test_a_line_of_maps_is_read_whole)
{
	struct proc_map map;

	ck_assert(parse("7f0123456000-7f0123466000 r-xs 0000beef000 fd:1a "
			"18446744073709551615               /lib/x.so",
			&map));
	ck_assert_uint_eq(map.start, 0x7f0123456000);
	ck_assert_uint_eq(map.end, 0x7f0123466000);
	ck_assert_uint_eq(map.offset, 0xbeef000);
	ck_assert_uint_eq(map.dev_major, 0xfd);
	ck_assert_uint_eq(map.dev_minor, 0x1a);
	ck_assert(map.inode == UINT64_MAX);
	ck_assert_str_eq(map.prot, "r-x");
	ck_assert(map.is_shared);
	ck_assert_str_eq(map.path, "/lib/x.so");
}
END_TEST

START_TEST(test_a_line_without_a_path_has_an_empty_one)
{
	struct proc_map map;

	ck_assert(parse("1000-2000 rw-p 00000000 00:00 0 ", &map));
	ck_assert_str_eq(map.path, "");
	ck_assert(!map.is_shared);
	ck_assert(parse("1000-2000 ---p 00000000 00:00 0", &map));
	ck_assert_str_eq(map.path, "");
	ck_assert_str_eq(map.prot, "---");
	ck_assert_uint_eq(map.inode, 0);
}
END_TEST

START_TEST(test_odd_paths_come_out_as_they_were)
{
	static const struct {
		const char *written, *path;
	} cases[] = {
		{ "/a b  c", "/a b  c" },
		{ "/trailing ", "/trailing " },
		{ "/new\\012line", "/new\nline" },
		{ "/\\012\\012", "/\n\n" },
		{ "/back\\slash\\01", "/back\\slash\\01" },
		{ "/x (deleted)", "/x (deleted)" },
		{ "[stack]", "[stack]" },
		{ "/\xff\xfe", "/\xff\xfe" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[256] = "1000-2000 rw-p 00000000 08:01 7       ";
		struct proc_map map;

		strcat(text, cases[i].written);
		ck_assert(parse(text, &map));
		ck_assert_str_eq(map.path, cases[i].path);
	}
}
END_TEST

START_TEST(test_the_longest_path_fits)
{
	static char text[5000] = "1000-2000 rw-p 00000000 08:01 7     ";
	size_t len = strlen(text);
	struct proc_map map;

	memset(text + len, 'p', 4096);
	text[len] = '/';
	ck_assert(parse(text, &map));
	ck_assert_uint_eq(strlen(map.path), 4096);
}
END_TEST

START_TEST(test_garbage_is_no_line_of_maps)
{
	static const char *const wrong[] = {
		"",
		"-",
		"1000",
		"1000-",
		"1000-2000",
		"1000-2000 ",
		"1000-2000 rw-p",
		"1000-2000 rw-p ",
		"1000-2000 rw-p 0",
		"1000-2000 rw-p 0 ",
		"1000-2000 rw-p 0 08",
		"1000-2000 rw-p 0 08:",
		"1000-2000 rw-p 0 08:01",
		"1000-2000 rw-p 0 08:01 ",
		"1000-2000 rw-p 0 08:01 x",
		"1000-2000 rwxpp 0 08:01 1",
		"g000-2000 rw-p 0 08:01 1",
		"10000000000000000-2000 rw-p 0 08:01 1",
		"Size:                 12 kB",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		/* On the heap, so that a sanitizer sees every byte too far. */
		char *copy = strdup(wrong[i]);
		struct proc_map map;

		ck_assert_msg(!proc_map_parse(copy, &map), "'%s'", wrong[i]);
		free(copy);
	}
}
END_TEST

struct search {
	uint64_t address;
	unsigned lines;
	uint64_t last_end;
	bool is_found, is_ordered;
	struct proc_map map;
};

static void look(void *context, const struct proc_map *map)
{
	struct search *search = context;

	search->lines++;
	search->is_ordered &= map->start >= search->last_end &&
			      map->end > map->start;
	search->last_end = map->end;
	if (map->start <= search->address && search->address < map->end) {
		search->is_found = true;
		search->map = *map;
	}
}

START_TEST(test_every_line_of_our_own_maps_is_handed_out_in_order)
{
	/* Neighbours of different protection, so many lines. */
	enum {
		PAIRS = 1500
	};
	char *many = mmap(NULL, PAIRS * 2 * 4096, PROT_READ,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct search search = { .is_ordered = true };

	ck_assert_ptr_ne(many, MAP_FAILED);
	for (size_t i = 0; i < PAIRS; i++)
		ck_assert_int_eq(mprotect(many + i * 8192, 4096, PROT_NONE), 0);
	search.address = (uintptr_t)many + (PAIRS - 1) * 8192;
	ck_assert(proc_maps_each(look, &search));
	ck_assert(search.is_ordered);
	ck_assert_uint_gt(search.lines, PAIRS * 2);
	ck_assert(search.is_found);
	ck_assert_uint_eq(search.map.start, search.address);
	ck_assert_str_eq(search.map.prot, "---");
	munmap(many, PAIRS * 2 * 4096);
}
END_TEST

START_TEST(test_fault_counts_are_found_behind_any_name)
{
	static const char *const names[] = { "plain", "a b", "x) R 1 2 3 4",
					     ")))",   "((",  "" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct proc_faults faults;
		char stat[256];

		strcpy(stat, "4711 (");
		strcat(stat, names[i]);
		strcat(stat, ") S 1 4711 4711 0 -1 4194560 812 99999 40 777 5 "
			     "6 7 8 20 0 1");
		ck_assert_msg(proc_stat_parse(stat, &faults), "'%s'", names[i]);
		ck_assert_uint_eq(faults.minor, 812);
		ck_assert_uint_eq(faults.major, 40);
	}
}
END_TEST

START_TEST(test_a_stat_that_is_cut_short_has_no_counts)
{
	static const char whole[] = "1 (x) S 1 2 3 0 -1 4 812 9 4";
	struct proc_faults faults;

	ck_assert(proc_stat_parse(whole, &faults));
	for (size_t len = 0; len + 1 < sizeof(whole) - 1; len++) {
		char *copy = strndup(whole, len);

		ck_assert_msg(!proc_stat_parse(copy, &faults), "'%s'", copy);
		free(copy);
	}
}
END_TEST

START_TEST(test_the_counts_of_this_thread_lie_between_two_of_getrusage)
{
	struct proc_faults faults;
	struct rusage before, after;

	ck_assert(proc_thread_faults(sys_gettid(), &faults)); /* warm */
	getrusage(RUSAGE_THREAD, &before);
	ck_assert(proc_thread_faults(sys_gettid(), &faults));
	getrusage(RUSAGE_THREAD, &after);
	ck_assert_uint_gt(faults.minor, 0);
	ck_assert_uint_ge(faults.minor, (uint64_t)before.ru_minflt);
	ck_assert_uint_le(faults.minor, (uint64_t)after.ru_minflt);
	ck_assert_uint_ge(faults.major, (uint64_t)before.ru_majflt);
	ck_assert_uint_le(faults.major, (uint64_t)after.ru_majflt);
}
END_TEST

static void *end_at_once(void *tid)
{
	*(int *)tid = sys_gettid();
	return NULL;
}

START_TEST(test_a_thread_that_is_gone_has_neither_counts_nor_name)
{
	struct proc_faults faults;
	char name[32] = "untouched";
	pthread_t thread;
	int tid;

	pthread_create(&thread, NULL, end_at_once, &tid);
	pthread_join(thread, NULL);
	ck_assert(!proc_thread_faults(tid, &faults));
	proc_thread_name(tid, name, sizeof(name));
	ck_assert_str_eq(name, "");
}
END_TEST

START_TEST(test_the_name_of_a_thread_is_read_with_all_its_bytes)
{
	static const char *const names[] = { "worker-1", "a) b (c",
					     "fifteen-bytes-x", "\xffz" };
	char name[17];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		prctl(PR_SET_NAME, names[i], 0, 0, 0);
		proc_thread_name(sys_gettid(), name, sizeof(name));
		ck_assert_str_eq(name, names[i]);
	}
}
END_TEST

START_TEST(test_a_file_is_read_up_to_the_size_of_the_buffer)
{
	char text[10];

	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(proc_read("/proc/self/maps", text, sizeof(text)), 9);
	ck_assert_int_eq(text[9], '\0');
	ck_assert_int_eq(proc_read("/no/such/file", text, sizeof(text)),
			 -ENOENT);
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(proc_read("/proc/self", text, sizeof(text)), -EISDIR);
}
END_TEST

START_TEST(test_where_a_thread_sleeps_are_the_last_two_words)
{
	uint64_t sp, pc;

	ck_assert(proc_syscall_parse("-1 0x7ffd10 0x55aa\n", &sp, &pc));
	ck_assert_uint_eq(sp, 0x7ffd10);
	ck_assert_uint_eq(pc, 0x55aa);
	ck_assert(proc_syscall_parse("232 0x5 0x7ff1 0x40 0xffffffff 0x0 0x0 "
				     "0x7ffd18 0x7f00\n",
				     &sp, &pc));
	ck_assert_uint_eq(sp, 0x7ffd18);
	ck_assert_uint_eq(pc, 0x7f00);
	ck_assert(!proc_syscall_parse("running\n", &sp, &pc));
	ck_assert(!proc_syscall_parse("-1 0x7ffd10", &sp, &pc));
	ck_assert(!proc_syscall_parse("", &sp, &pc));
}
END_TEST

UNIT_MAIN("proc", test_where_a_thread_sleeps_are_the_last_two_words,
	  test_a_line_of_maps_is_read_whole,
	  test_a_line_without_a_path_has_an_empty_one,
	  test_odd_paths_come_out_as_they_were, test_the_longest_path_fits,
	  test_garbage_is_no_line_of_maps,
	  test_every_line_of_our_own_maps_is_handed_out_in_order,
	  test_fault_counts_are_found_behind_any_name,
	  test_a_stat_that_is_cut_short_has_no_counts,
	  test_the_counts_of_this_thread_lie_between_two_of_getrusage,
	  test_a_thread_that_is_gone_has_neither_counts_nor_name,
	  test_the_name_of_a_thread_is_read_with_all_its_bytes,
	  test_a_file_is_read_up_to_the_size_of_the_buffer)
