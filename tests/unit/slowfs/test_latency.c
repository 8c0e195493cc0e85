/* A disk as a whole: where files lie on it, what waits, what is broken. */
#include "unit.h"

#include "slowfs/latency.h"

#include <errno.h>

#define MS  UINT64_C(1000000)
#define KIB UINT64_C(1024)
#define MIB (KIB * KIB)

static const struct bad_pages no_bad_pages = { .page_bytes = 4 * KIB };
static struct latency latency;

static struct disk_answer answer(unsigned file, uint64_t offset, size_t len)
{
	struct disk_read read = {
		.file = file,
		.offset = offset,
		.len_bytes = len,
		.start_ns = 1000 * MS,
	};

	return latency_answer(&latency, &read);
}

START_TEST(test_only_reads_of_a_bad_page_fail)
{
	static const struct bad_pages bad = {
		.page_bytes = 4 * KIB,
		.offsets = { 8 * KIB + 17, MIB },
		.count = 2,
	};
	struct disk disk;

	disk_init(&disk, DISK_FIXED, 1, MS, 2 * MIB);
	latency_init(&latency, &disk, 64, 2 * MIB, &bad);
	ck_assert_int_eq(answer(0, 8 * KIB, 4 * KIB).error, EIO);
	ck_assert_int_eq(answer(3, 8 * KIB, 4 * KIB).error, EIO);
	ck_assert_int_eq(answer(0, 4 * KIB, 4 * KIB).error, 0);
	ck_assert_int_eq(answer(0, 12 * KIB, 4 * KIB).error, 0);
	ck_assert_int_eq(answer(0, 0, 128 * KIB).error, EIO);
	ck_assert_int_eq(answer(0, MIB - 1, 1).error, 0);
	ck_assert_int_eq(answer(0, MIB + 4095, 1).error, EIO);
	ck_assert_int_eq(answer(0, MIB + 4096, 1).error, 0);
	ck_assert_uint_eq(answer(0, 8 * KIB, 4 * KIB).due_ns, 1001 * MS);
}
END_TEST

START_TEST(test_the_depth_limits_how_many_are_served_at_once)
{
	struct disk disk;

	disk_init(&disk, DISK_FIXED, 1, 20 * MS, MIB);
	latency_init(&latency, &disk, 2, MIB, &no_bad_pages);
	ck_assert_uint_eq(answer(0, 0, 4096).due_ns, 1020 * MS);
	ck_assert_uint_eq(answer(0, 0, 4096).due_ns, 1020 * MS);
	ck_assert_uint_eq(answer(0, 0, 4096).due_ns, 1040 * MS);
}
END_TEST

START_TEST(test_files_lie_behind_each_other)
{
	struct disk disk;

	disk_init(&disk, DISK_SPINNING, 1, 0, 8 * MIB);
	latency_init(&latency, &disk, 1, 4 * MIB, &no_bad_pages);
	answer(0, 4 * MIB - 4096, 4096);
	/* The head is where the next file begins: it only transfers. */
	latency.queue.slot_free_ns[0] = 0;
	latency.queue.channel_free_ns = 0;
	ck_assert_uint_eq(answer(1, 0, 4096).due_ns - 1000 * MS,
			  disk_transfer_ns(&latency.disk, 4096));
	latency.queue.slot_free_ns[0] = 0;
	latency.queue.channel_free_ns = 0;
	ck_assert_uint_ge(answer(0, 0, 4096).due_ns, 1001 * MS);
}
END_TEST

START_TEST(test_bandwidth_is_shared)
{
	struct disk disk;
	uint64_t last = 0;

	disk_init(&disk, DISK_SSD, 1, 0, MIB);
	latency_init(&latency, &disk, 32, MIB, &no_bad_pages);
	for (int i = 0; i < 50; i++)
		last = answer(0, 0, MIB).due_ns;
	/* 50 MiB at 500 MiB/s, behind the first access. */
	ck_assert_uint_ge(last, 1100 * MS);
	ck_assert_uint_lt(last, 1101 * MS);
}
END_TEST

UNIT_MAIN("latency", test_only_reads_of_a_bad_page_fail,
	  test_the_depth_limits_how_many_are_served_at_once,
	  test_files_lie_behind_each_other, test_bandwidth_is_shared)
