/* What sysfs says of readahead: from folders made like it, and this machine's
 * own. */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "preload/readahead.h"

static char sysfs[64];
static struct readahead table;

static void begin(void)
{
	strcpy(sysfs, "/tmp/mmstall-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(sysfs));
	memset(&table, 0, sizeof(table));
}

/* SYSFS/PATH, its folders made, has TEXT in it. */
static void given(const char *path, const char *text)
{
	char name[256];
	FILE *file;

	snprintf(name, sizeof(name), "%s%s", sysfs, path);
	for (char *at = name + strlen(sysfs) + 1; (at = strchr(at, '/'));
	     *at++ = '/') {
		*at = '\0';
		mkdir(name, 0700);
	}
	file = fopen(name, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static int64_t ask(uint32_t major, uint32_t minor)
{
	return readahead_bytes(&table, sysfs, major, minor);
}

static void end(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", sysfs);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(test_the_readahead_of_a_device_is_told_in_bytes)
{
	begin();
	given("/class/bdi/253:1/read_ahead_kb", "128\n");
	given("/class/bdi/0:39/read_ahead_kb", "0\n");
	ck_assert_int_eq(ask(253, 1), 131072);
	ck_assert_int_eq(ask(0, 39), 0);
	end();
}
END_TEST

START_TEST(test_a_partition_has_the_readahead_of_its_disk)
{
	char target[128], link[128];

	begin();
	given("/devices/sda/bdi/read_ahead_kb", "512\n");
	given("/devices/sda/sda1/partition", "1\n");
	given("/dev/block/readme", "");
	snprintf(target, sizeof(target), "%s/devices/sda/sda1", sysfs);
	snprintf(link, sizeof(link), "%s/dev/block/8:1", sysfs);
	ck_assert_int_eq(symlink(target, link), 0);
	ck_assert_int_eq(ask(8, 1), 524288);
	end();
}
END_TEST

START_TEST(test_a_fuse_file_system_on_a_disk_has_its_own_readahead)
{
	begin();
	given("/class/bdi/8:0/read_ahead_kb", "512\n");
	given("/class/bdi/8:0-fuseblk/read_ahead_kb", "128\n");
	ck_assert_int_eq(ask(8, 0), 131072);
	end();
}
END_TEST

START_TEST(test_what_sysfs_does_not_say_is_not_known)
{
	begin();
	given("/class/bdi/1:1/read_ahead_kb", "");
	given("/class/bdi/1:2/read_ahead_kb", "much\n");
	given("/class/bdi/1:3/read_ahead_kb", "99999999999999999999\n");
	given("/class/bdi/1:4/read_ahead_kb", "9999999999999\n");
	for (uint32_t minor = 0; minor < 5; minor++)
		ck_assert_int_lt(ask(1, minor), 0);
	ck_assert_int_lt(readahead_bytes(&table, "/no/such/folder", 8, 1), 0);
	end();
}
END_TEST

START_TEST(test_a_device_is_asked_once)
{
	begin();
	given("/class/bdi/8:0/read_ahead_kb", "128\n");
	ck_assert_int_eq(ask(8, 0), 131072);
	ck_assert_int_lt(ask(8, 16), 0);
	given("/class/bdi/8:0/read_ahead_kb", "64\n");
	given("/class/bdi/8:16/read_ahead_kb", "64\n");
	ck_assert_int_eq(ask(8, 0), 131072);
	ck_assert_int_lt(ask(8, 16), 0);
	end();
}
END_TEST

START_TEST(test_more_devices_than_are_remembered_are_told_apart)
{
	char path[64], text[16];

	begin();
	for (uint32_t i = 0; i < 3 * READAHEAD_DEVICES; i++) {
		snprintf(path, sizeof(path), "/class/bdi/7:%u/read_ahead_kb",
			 i);
		snprintf(text, sizeof(text), "%u\n", i);
		given(path, text);
	}
	for (unsigned again = 0; again < 2; again++) {
		for (uint32_t i = 0; i < 3 * READAHEAD_DEVICES; i++)
			ck_assert_int_eq(ask(7, i), i * 1024);
	}
	ck_assert_uint_eq(table.devices, READAHEAD_DEVICES);
	end();
}
END_TEST

UNIT_MAIN("readahead", test_the_readahead_of_a_device_is_told_in_bytes,
	  test_a_partition_has_the_readahead_of_its_disk,
	  test_a_fuse_file_system_on_a_disk_has_its_own_readahead,
	  test_what_sysfs_does_not_say_is_not_known,
	  test_a_device_is_asked_once,
	  test_more_devices_than_are_remembered_are_told_apart)
