/* Names of mapped files: asked for once, kept when the file is long gone. */
#include "unit.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "preload/names.h"

static char path[64];

static int make_file(void)
{
	int fd;

	strcpy(path, "/tmp/mmstall-names-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	return fd;
}

START_TEST(test_a_file_is_known_by_path_device_and_inode)
{
	struct name_file file;
	struct stat status;
	int fd = make_file();

	ck_assert(names_init());
	ck_assert(names_of_descriptor(fd, &file));
	fstat(fd, &status);
	ck_assert_str_eq(names_text(file.name), path);
	ck_assert_uint_eq(file.inode, status.st_ino);
	ck_assert_uint_eq(file.dev_major, major(status.st_dev));
	ck_assert_uint_eq(file.dev_minor, minor(status.st_dev));
	unlink(path);
	close(fd);
}
END_TEST

START_TEST(test_two_descriptors_of_a_file_have_one_name)
{
	struct name_file a, b, c;
	int fd = make_file(), again = open(path, O_RDONLY), other;

	ck_assert(names_init());
	ck_assert(names_of_descriptor(fd, &a));
	ck_assert(names_of_descriptor(again, &b));
	ck_assert_uint_eq(a.name, b.name);
	unlink(path);
	other = make_file();
	ck_assert(names_of_descriptor(other, &c));
	ck_assert_uint_ne(c.name, a.name);
	ck_assert_str_eq(names_text(c.name), path);
	unlink(path);
	close(fd);
	close(again);
	close(other);
}
END_TEST

START_TEST(test_a_name_outlives_its_file)
{
	struct name_file before, after;
	char first[64];
	int fd = make_file();

	strcpy(first, path);
	ck_assert(names_init());
	ck_assert(names_of_descriptor(fd, &before));
	unlink(path);
	ck_assert(names_of_descriptor(fd, &after));
	close(fd);
	/* Where there are no birth times, an unlink makes it another file. */
	ck_assert_str_eq(names_text(before.name), first);
	ck_assert_int_eq(strncmp(names_text(after.name), first, strlen(first)),
			 0);
	ck_assert_uint_eq(after.inode, before.inode);
}
END_TEST

START_TEST(test_a_file_that_was_deleted_before_says_so)
{
	struct name_file file;
	char want[80];
	int fd = make_file();

	unlink(path);
	ck_assert(names_init());
	ck_assert(names_of_descriptor(fd, &file));
	snprintf(want, sizeof(want), "%s (deleted)", path);
	ck_assert_str_eq(names_text(file.name), want);
	close(fd);
}
END_TEST

START_TEST(test_memory_files_have_the_kernels_name)
{
	struct name_file file;
	int fd = memfd_create("pool", MFD_CLOEXEC);

	ck_assert(names_init());
	ck_assert(names_of_descriptor(fd, &file));
	ck_assert_str_eq(names_text(file.name), "/memfd:pool (deleted)");
	close(fd);
}
END_TEST

START_TEST(test_what_is_no_descriptor_has_no_name)
{
	struct name_file file = { .name = 77 };
	int fd = make_file();

	ck_assert(names_init());
	close(fd);
	unlink(path);
	ck_assert(!names_of_descriptor(fd, &file));
	ck_assert(!names_of_descriptor(-1, &file));
	ck_assert(!names_of_descriptor(INT_MAX, &file));
	ck_assert_str_eq(names_text(0), "");
}
END_TEST

START_TEST(test_nothing_is_named_before_the_table_is_there)
{
	struct name_file file;
	int fd = make_file();

	ck_assert(!names_of_descriptor(fd, &file));
	ck_assert_str_eq(names_text(1), "");
	unlink(path);
	close(fd);
}
END_TEST

START_TEST(test_when_the_room_for_names_is_spent_files_go_without)
{
	enum {
		FILES = 6000
	};
	unsigned named = 0, nameless = 0, bytes = 0;

	ck_assert(names_init());
	for (unsigned i = 0; i < FILES; i++) {
		struct name_file file;
		char name[250], want[280];
		int fd;

		snprintf(name, sizeof(name), "%0249u", i);
		fd = memfd_create(name, MFD_CLOEXEC);
		ck_assert(names_of_descriptor(fd, &file));
		ck_assert_uint_ne(file.inode, 0);
		snprintf(want, sizeof(want), "/memfd:%s (deleted)", name);
		if (strcmp(names_text(file.name), "") == 0)
			nameless++;
		else if (strcmp(names_text(file.name), want) == 0)
			named++, bytes += (unsigned)strlen(want) + 1;
		close(fd);
	}
	/* Right or nothing, never another file's. */
	ck_assert_uint_eq(named + nameless, FILES);
	ck_assert_uint_gt(named, 3000);
	ck_assert_uint_le(bytes, 1 << 20); /* all the room there is */
	ck_assert_uint_gt(nameless, 0);
}
END_TEST

enum {
	SHARED = 64
};

static int shared_fds[SHARED];
static _Atomic unsigned wrong;

static void *name_all(void *unused)
{
	for (int i = 0; i < SHARED; i++) {
		struct name_file file;
		char want[40];
		const char *got;

		if (!names_of_descriptor(shared_fds[i], &file)) {
			wrong++;
			continue;
		}
		got = names_text(file.name);
		snprintf(want, sizeof(want), "/memfd:f%d (deleted)", i);
		/* "": another thread was writing a name just then. */
		wrong += got[0] && strcmp(got, want) != 0;
	}
	return unused;
}

START_TEST(test_threads_that_meet_get_the_right_name_or_none)
{
	pthread_t threads[4];

	ck_assert(names_init());
	for (int i = 0; i < SHARED; i++) {
		char name[16];

		snprintf(name, sizeof(name), "f%d", i);
		shared_fds[i] = memfd_create(name, MFD_CLOEXEC);
	}
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, name_all, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(wrong, 0);
	/* Alone, each has its name at last. */
	for (int i = 0; i < SHARED; i++) {
		struct name_file file;

		ck_assert(names_of_descriptor(shared_fds[i], &file));
		ck_assert_str_ne(names_text(file.name), "");
	}
	name_all(NULL);
	ck_assert_uint_eq(wrong, 0);
}
END_TEST

UNIT_MAIN("names", test_a_file_is_known_by_path_device_and_inode,
	  test_two_descriptors_of_a_file_have_one_name,
	  test_a_name_outlives_its_file,
	  test_a_file_that_was_deleted_before_says_so,
	  test_memory_files_have_the_kernels_name,
	  test_what_is_no_descriptor_has_no_name,
	  test_nothing_is_named_before_the_table_is_there,
	  test_when_the_room_for_names_is_spent_files_go_without,
	  test_threads_that_meet_get_the_right_name_or_none)
