/* The table against the kernel's list of this very process. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "preload/mappings.h"
#include "preload/sys.h"

#define PAGE 4096ull

static struct mappings table;
static char path[] = "/tmp/mmstall-unit-XXXXXX";

static int make_file(size_t pages)
{
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)(pages * PAGE)), 0);
	return fd;
}

/* As no hook can see it. */
static char *map_raw(int fd, size_t pages, size_t offset, int flags)
{
	char *at = sys_mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, flags,
			    fd, (long)(offset * PAGE));

	ck_assert(!sys_map_failed(at));
	return at;
}

static const struct mapping *owner_of(const void *at)
{
	return mappings_at(&table, (uintptr_t)at, now_ns());
}

static const struct mapped_file *file_of(const void *at)
{
	const struct mapping *owner = owner_of(at);

	ck_assert_ptr_nonnull(owner);
	return mappings_file_at(&table, owner->file);
}

START_TEST(test_code_stack_and_heap_are_known_after_one_reading)
{
	static int variable = 1;
	char on_stack;

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	ck_assert_int_eq(file_of(&on_stack)->kind, MEMORY_STACK);
	ck_assert_int_eq(file_of((void *)(uintptr_t)make_file)->kind,
			 MEMORY_FILE);
	ck_assert_ptr_nonnull(strstr(
		file_of((void *)(uintptr_t)make_file)->path, "mappings_proc"));
	ck_assert(owner_of((void *)(uintptr_t)make_file)->prot & PROT_EXEC);
	ck_assert_int_eq(file_of(&variable)->kind, MEMORY_FILE);
	ck_assert_ptr_null(owner_of(NULL));
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_file_mapped_behind_our_back_is_found_with_its_offset)
{
	int fd = make_file(8);
	struct stat status;
	char *at;

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	at = map_raw(fd, 4, 3, MAP_SHARED);
	ck_assert(mappings_read_proc(&table, 0));
	fstat(fd, &status);
	ck_assert_str_eq(file_of(at)->path, path);
	ck_assert_uint_eq(file_of(at)->inode, status.st_ino);
	ck_assert(owner_of(at)->is_shared);
	ck_assert_uint_eq(owner_of(at)->prot, PROT_READ | PROT_WRITE);
	ck_assert_uint_eq(owner_of(at)->offset +
				  ((uintptr_t)at - owner_of(at)->start),
			  3 * PAGE);
	unlink(path);
	close(fd);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_file_unmapped_behind_our_back_is_gone)
{
	int fd = make_file(8);
	uint64_t before;
	char *at;

	mappings_init(&table);
	at = map_raw(fd, 8, 0, MAP_PRIVATE);
	ck_assert(mappings_read_proc(&table, 0));
	before = now_ns();
	sys_munmap(at + 2 * PAGE, 3 * PAGE);
	ck_assert(mappings_read_proc(&table, before));
	ck_assert_ptr_nonnull(owner_of(at + PAGE));
	ck_assert_ptr_null(owner_of(at + 2 * PAGE));
	ck_assert_ptr_null(owner_of(at + 5 * PAGE - 1));
	ck_assert_str_eq(file_of(at + 5 * PAGE)->path, path);
	/* … but it had been there. */
	ck_assert_ptr_nonnull(
		mappings_at(&table, (uintptr_t)at + 2 * PAGE, before - 1));
	unlink(path);
	close(fd);
	mappings_release(&table);
}
END_TEST

START_TEST(test_reading_again_changes_nothing_that_is_the_same)
{
	int fd = make_file(8);
	char *at = map_raw(fd, 8, 0, MAP_PRIVATE);
	size_t live, files;

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	mappings_at(&table, (uintptr_t)at, 5)->log_id = 42;
	ck_assert(mappings_read_proc(&table, 10));
	live = table.live.len;
	files = table.files.len;
	for (uint64_t since = 20; since < 30; since++)
		ck_assert(mappings_read_proc(&table, since));
	ck_assert_uint_eq(owner_of(at)->log_id, 42);
	ck_assert_uint_eq(table.files.len, files);
	/* Our own arrays may have moved. */
	ck_assert_uint_le(table.live.len, live + 6);
	unlink(path);
	close(fd);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_deleted_file_is_still_the_same_file)
{
	int fd = make_file(8);
	char *at = map_raw(fd, 8, 0, MAP_PRIVATE);
	uint32_t id;

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	id = file_of(at)->id;
	unlink(path);
	ck_assert(mappings_read_proc(&table, now_ns()));
	ck_assert_uint_eq(file_of(at)->id, id);
	ck_assert_str_eq(file_of(at)->path, path);
	close(fd);
	mappings_release(&table);
}
END_TEST

START_TEST(test_another_inode_of_the_same_name_is_another_file)
{
	uint32_t first, second, again;
	struct mapped_file like = { .kind = MEMORY_FILE,
				    .inode = 7,
				    .path = "/srv/index" };

	mappings_init(&table);
	first = mappings_file(&table, &like);
	like.inode = 8;
	second = mappings_file(&table, &like);
	ck_assert_uint_ne(first, second);
	/* A device number that differs is no other file: see mappings_proc. */
	like.dev_minor = 55;
	again = mappings_file(&table, &like);
	ck_assert_uint_eq(again, second);
	like.path = "/srv/index2";
	ck_assert_uint_ne(mappings_file(&table, &like), second);
	ck_assert_uint_eq(table.files.len, 3);
	ck_assert_ptr_null(mappings_file_at(&table, 0));
	ck_assert_ptr_null(mappings_file_at(&table, 4));
	ck_assert_str_eq(mappings_file_at(&table, 3)->path, "/srv/index2");
	mappings_release(&table);
}
END_TEST

START_TEST(test_nameless_files_differ_by_device)
{
	struct mapped_file like = {
		.kind = MEMORY_FILE, .inode = 7, .dev_major = 8, .path = ""
	};
	uint32_t first;

	mappings_init(&table);
	first = mappings_file(&table, &like);
	ck_assert_uint_eq(mappings_file(&table, &like), first);
	like.dev_major = 9;
	ck_assert_uint_ne(mappings_file(&table, &like), first);
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_path_is_copied_and_stays)
{
	char name[64] = "/srv/first";
	struct mapped_file like = { .kind = MEMORY_FILE, .path = name };
	uint32_t id;

	mappings_init(&table);
	id = mappings_file(&table, &like);
	/* More than one chunk of paths. */
	for (uint64_t i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "/srv/a-rather-long-name/%lu",
			 (unsigned long)i);
		like.inode = i;
		if (i > 200 && i < 19900)
			continue;
		ck_assert_uint_ne(mappings_file(&table, &like), 0);
	}
	ck_assert_str_eq(mappings_file_at(&table, id)->path, "/srv/first");
	mappings_release(&table);
}
END_TEST

START_TEST(test_a_file_mapped_twice_is_one_file_and_two_mappings)
{
	int fd = make_file(8);
	char *a = map_raw(fd, 2, 0, MAP_PRIVATE);
	char *hole = map_raw(fd, 1, 7, MAP_PRIVATE);
	char *b = map_raw(fd, 2, 5, MAP_PRIVATE);

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	ck_assert_uint_eq(file_of(a)->id, file_of(b)->id);
	ck_assert_uint_eq(file_of(a)->id, file_of(hole)->id);
	ck_assert_ptr_ne(owner_of(a), owner_of(b));
	unlink(path);
	close(fd);
	mappings_release(&table);
}
END_TEST

/* A range that was noted as unmapped is in use again, unseen by any hook. */
START_TEST(test_memory_that_took_the_place_of_a_file_is_not_called_the_file)
{
	int fd = make_file(8);
	char *at = map_raw(fd, 8, 0, MAP_PRIVATE);
	uint64_t unmapped;

	mappings_init(&table);
	ck_assert(mappings_read_proc(&table, 0));
	unmapped = now_ns();
	mappings_unmap(&table, (uintptr_t)at, (uintptr_t)at + 8 * PAGE,
		       unmapped);
	sys_mmap(at, 8 * PAGE, PROT_READ,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	ck_assert_ptr_null(owner_of(at));
	ck_assert(mappings_read_proc(&table, 0));
	ck_assert_int_eq(file_of(at)->kind, MEMORY_ANON);
	ck_assert_int_eq(
		mappings_file_at(
			&table,
			mappings_at(&table, (uintptr_t)at, unmapped - 1)->file)
			->kind,
		MEMORY_FILE);
	unlink(path);
	close(fd);
	mappings_release(&table);
}
END_TEST

UNIT_MAIN("mappings_proc", test_code_stack_and_heap_are_known_after_one_reading,
	  test_a_file_mapped_behind_our_back_is_found_with_its_offset,
	  test_a_file_unmapped_behind_our_back_is_gone,
	  test_reading_again_changes_nothing_that_is_the_same,
	  test_a_deleted_file_is_still_the_same_file,
	  test_another_inode_of_the_same_name_is_another_file,
	  test_nameless_files_differ_by_device, test_a_path_is_copied_and_stays,
	  test_a_file_mapped_twice_is_one_file_and_two_mappings,
	  test_memory_that_took_the_place_of_a_file_is_not_called_the_file)
