/* A sampler that pauses, and one that takes stacks. */
#include "sampled.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/resource.h>
#include <unistd.h>

#define COPY_BYTES 2048

static void take_kind(void *unused, const struct sample *sample)
{
	(void)unused;
	got.kinds[sample->kind] += got.first <= sample->address &&
				   sample->address < got.end;
}

START_TEST(test_a_pause_lets_faults_pass_and_a_resume_takes_them_up)
{
	char *at = fresh_memory(60);

	if (!open_or_skip(64 << 10))
		return;
	begin_count(at, 60);
	sampler_pause(&sampler);
	touch(at, 20);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 0);
	ck_assert_uint_eq(got.kinds[SAMPLE_MINOR], 0);
	sampler_resume(&sampler);
	touch(at + 20 * PAGE, 40);
	sampler_read(&sampler, take, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 40);
	ck_assert_uint_eq(got.kinds[SAMPLE_MINOR], 40);
	sampler_close(&sampler);
}
END_TEST

/* A file whose pages are on disk only: touching one is a major fault. */
static char *cold_file(size_t pages)
{
	char path[] = "/var/tmp/mmstall-sampler-XXXXXX";
	static char page[PAGE];
	int fd = mkstemp(path);
	char *at;

	unlink(path);
	memset(page, 'x', sizeof(page));
	for (size_t i = 0; i < pages; i++)
		ck_assert_int_eq(write(fd, page, PAGE), PAGE);
	ck_assert_int_eq(fsync(fd), 0);
	ck_assert_int_eq(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
	at = mmap(NULL, pages * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ck_assert_ptr_ne(at, MAP_FAILED);
	madvise(at, pages * PAGE, MADV_RANDOM);
	return at;
}

static long majors_now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_majflt;
}

static int read_all(const char *at, size_t pages)
{
	int sum = 0;

	for (size_t i = 0; i < pages; i++)
		sum += ((const volatile char *)at)[i * PAGE];
	return sum;
}

START_TEST(test_major_faults_go_on_in_a_pause_and_after_it)
{
	char *at = cold_file(30);
	long before;

	if (!open_or_skip(64 << 10))
		return;
	for (size_t pause = 0; pause < 3; pause++) {
		sampler_pause(&sampler);
		begin_count(at + 10 * pause * PAGE, 10);
		before = majors_now();
		read_all(at + 10 * pause * PAGE, 5);
		sampler_read(&sampler, take_kind, NULL);
		ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 0);
		ck_assert(sampler_resume(&sampler));
		read_all(at + (10 * pause + 5) * PAGE, 5);
		sampler_read(&sampler, take_kind, NULL);
		ck_assert_int_gt(majors_now(), before);
		ck_assert_int_eq((long)got.kinds[SAMPLE_MAJOR],
				 majors_now() - before);
		ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 5);
	}
	sampler_close(&sampler);
}
END_TEST

static uint64_t ring_head(void)
{
	return ((struct perf_event_mmap_page *)sampler.ring)->data_head;
}

START_TEST(test_a_stack_that_was_granted_is_taken_and_copied_once)
{
	struct sampler_options options = { .data_bytes = 64 << 10,
					   .stacks = STACKS_DWARF,
					   .stack_bytes = COPY_BYTES };
	char *at = fresh_memory(20);
	bool was_ring;
	uint64_t head;

	if (!open_or_skip(64 << 10))
		return;
	sampler_close(&sampler);
	ck_assert_int_eq(
		sampler_open(&sampler, sys_gettid(), &options, &was_ring), 0);
	ck_assert_int_eq(sampler.stacks.mode, STACKS_DWARF);
	begin_count(at, 20);
	touch(at, 10);
	sampler_read(&sampler, take_kind, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_STACK], 0);
	sampler_stacks_grant(&sampler, STACK_OF_MINOR, 1);
	sampler_read(&sampler, take_kind, NULL);
	head = ring_head();
	touch(at + 10 * PAGE, 10);
	ck_assert_uint_lt(ring_head() - head, 2 * COPY_BYTES);
	sampler_read(&sampler, take_kind, NULL);
	ck_assert_uint_eq(got.kinds[SAMPLE_STACK], 1);
	ck_assert_uint_eq(got.kinds[SAMPLE_BEGIN], 20);
	ck_assert_uint_eq(got.kinds[SAMPLE_MINOR], 20);
	sampler_close(&sampler);
}
END_TEST

UNIT_MAIN("sampler_pause",
	  test_a_pause_lets_faults_pass_and_a_resume_takes_them_up,
	  test_major_faults_go_on_in_a_pause_and_after_it,
	  test_a_stack_that_was_granted_is_taken_and_copied_once)
