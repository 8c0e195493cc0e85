/* How slow slowfs's disks are. */
#include "unit.h"

#include <errno.h>

#include "slowfs/latency.h"

#define US UINT64_C(1000)
#define MS UINT64_C(1000000)

static struct latency latency;

static void start(enum disk_kind kind, unsigned queue)
{
	latency_init(&latency, &(struct disk){ .kind = kind,
					       .fixed_ns = 20 * MS,
					       .seed = 1,
					       .queue = queue,
					       .size_bytes = 64 << 20 });
}

static uint64_t due(uint64_t start_ns, uint64_t offset, size_t len)
{
	return latency_answer(&latency,
			      &(struct disk_read){ .offset = offset,
						   .len_bytes = len,
						   .start_ns = start_ns })
		.due_ns;
}

START_TEST(test_a_fixed_disk_serves_all_at_once)
{
	start(DISK_FIXED, 0);
	for (uint64_t i = 0; i < 100; i++)
		ck_assert_uint_eq(due(i, i * 4096, 4096), i + 20 * MS);
}
END_TEST

START_TEST(test_a_queue_serves_so_many_at_once)
{
	start(DISK_FIXED, 2);
	ck_assert_uint_eq(due(0, 0, 4096), 20 * MS);
	ck_assert_uint_eq(due(0, 4096, 4096), 20 * MS);
	ck_assert_uint_eq(due(0, 8192, 4096), 40 * MS);
	ck_assert_uint_eq(due(50 * MS, 0, 4096), 70 * MS);
}
END_TEST

/* 500 MB/s: 2 ms for a megabyte, however many reads it is. */
START_TEST(test_an_ssd_shares_its_transfer)
{
	start(DISK_SSD, 32);
	ck_assert_uint_eq(due(0, 0, 4096), 80 * US + 8192);
	start(DISK_SSD, 32);
	for (int i = 0; i < 7; i++)
		due(0, 0, 125000);
	ck_assert_uint_eq(due(0, 0, 125000), 80 * US + 2 * MS);
}
END_TEST

START_TEST(test_a_network_disk_has_jitter_and_bursts)
{
	uint64_t slow = 0, least = UINT64_MAX, most = 0;

	start(DISK_NETWORK, 0);
	for (int i = 0; i < 10000; i++) {
		uint64_t ns = due(0, 0, 4096);

		if (ns >= 10 * MS)
			slow++;
		else if (ns > most)
			most = ns;
		if (ns < least)
			least = ns;
	}
	ck_assert_uint_ge(least, 1 * MS);
	ck_assert_uint_lt(most, 2 * MS);
	ck_assert_uint_gt(most - least, 900 * US);
	ck_assert_uint_eq(slow % 20, 0); /* whole bursts */
	ck_assert_uint_gt(slow, 400);
	ck_assert_uint_lt(slow, 2000);
}
END_TEST

START_TEST(test_a_spinning_disk_reads_on_and_seeks)
{
	uint64_t at, sum = 0;

	start(DISK_SPINNING, 1);
	at = due(0, 0, 4096);
	/* On from there: the transfer alone. */
	ck_assert_uint_eq(due(at, 4096, 150000) - at, 1 * MS);
	at += 1 * MS;
	for (uint64_t i = 0; i < 1000; i++) {
		uint64_t now = due(at, (i % 2) * (32 << 20), 4096);

		ck_assert_uint_ge(now - at, 1 * MS);
		ck_assert_uint_le(now - at, 18 * MS);
		sum += now - at;
		at = now;
	}
	/* Half a turn on average, and the way. */
	ck_assert_uint_gt(sum / 1000, 4 * MS);
	ck_assert_uint_lt(sum / 1000, 7 * MS);
}
END_TEST

START_TEST(test_the_same_seed_makes_the_same_times)
{
	uint64_t first[100];

	start(DISK_NETWORK, 0);
	for (int i = 0; i < 100; i++)
		first[i] = due(0, 0, 4096);
	start(DISK_NETWORK, 0);
	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(due(0, 0, 4096), first[i]);
}
END_TEST

START_TEST(test_bad_bytes_fail_the_reads_that_hold_them)
{
	static const struct {
		uint64_t offset;
		int error;
	} reads[] = { { 4096, 0 }, { 8192, EIO }, { 12288, 0 } };

	latency_init(&latency,
		     &(struct disk){ .bad = { 12287 }, .bad_len = 1 });
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(
			latency_answer(
				&latency,
				&(struct disk_read){ .offset = reads[i].offset,
						     .len_bytes = 4096 })
				.error,
			reads[i].error);
}
END_TEST

UNIT_MAIN("latency", test_a_fixed_disk_serves_all_at_once,
	  test_a_queue_serves_so_many_at_once, test_an_ssd_shares_its_transfer,
	  test_a_network_disk_has_jitter_and_bursts,
	  test_a_spinning_disk_reads_on_and_seeks,
	  test_the_same_seed_makes_the_same_times,
	  test_bad_bytes_fail_the_reads_that_hold_them)
