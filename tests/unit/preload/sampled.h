/*
 * Real page-fault events of the calling thread, for the tests of the sampler:
 * what was sampled of the pages of interest.
 */
#ifndef TESTS_SAMPLED_H
#define TESTS_SAMPLED_H

#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "preload/pairing.h"
#include "preload/sampler.h"
#include "preload/sys.h"

#define PAGE 4096ull

/* What sampler_read() brought; nothing here faults after the first touch. */
static struct {
	uint64_t first, end; /* addresses of interest */
	uint64_t from_ns, to_ns;
	uint64_t kinds[SAMPLE_KINDS]; /* at those addresses */
	uint64_t ends;                /* anywhere, between the times */
	uint64_t paired, kernel, samples, lost;
	uint64_t last_ns;
	bool is_ordered;
	struct pairing pairing;
} got;

static struct sampler sampler;
static bool has_kernel; /* faults in system calls are sampled */

static inline void take(void *unused, const struct sample *sample)
{
	bool is_inside = got.first <= sample->address &&
			 sample->address < got.end;
	struct fault fault;

	(void)unused;
	if (sample->kind == SAMPLE_LOST) {
		got.lost += sample->lost;
		pairing_lose(&got.pairing);
		return;
	}
	got.samples++;
	got.is_ordered &= got.last_ns <= sample->t_ns;
	got.last_ns = sample->t_ns;
	got.kinds[sample->kind] += is_inside;
	if (sample->kind == SAMPLE_BEGIN) {
		pairing_begin(&got.pairing, sample->t_ns, sample->address,
			      sample->ip, sample->is_kernel);
		return;
	}
	got.ends += got.from_ns <= sample->t_ns && sample->t_ns <= got.to_ns;
	if (pairing_end(&got.pairing, sample->t_ns, sample->address,
			sample->kind == SAMPLE_MAJOR, &fault)) {
		got.paired += is_inside;
		got.kernel += is_inside && fault.is_kernel;
	}
}

/* False: perf is not permitted here, which in CI is a failure. */
static inline bool open_or_skip(size_t ring_bytes)
{
	const char *ci = getenv("CI");
	bool was_ring;
	struct sampler_options options = { .data_bytes = ring_bytes,
					   .with_kernel = true };
	int error = sampler_open(&sampler, sys_gettid(), &options, &was_ring);

	has_kernel = !error;
	options.with_kernel = false;
	if (error == -EACCES || error == -EPERM)
		error = sampler_open(&sampler, sys_gettid(), &options,
				     &was_ring);
	if (!error)
		return true;
	ck_assert_msg(!ci || strcmp(ci, "true") != 0,
		      "page faults can be sampled here: %s", strerror(-error));
	printf("# skipped: perf_event_open: %s\n", strerror(-error));
	return false;
}

/* Reads what is there so far, so that the next reading has only news. */
static inline void begin_count(const char *at, size_t pages)
{
	memset(&got, 0, sizeof(got));
	sampler_read(&sampler, take, NULL);
	memset(&got, 0, sizeof(got));
	got.is_ordered = true;
	got.first = (uintptr_t)at;
	got.end = got.first + pages * PAGE;
	got.to_ns = UINT64_MAX;
}

static inline void touch(char *at, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		((volatile char *)at)[i * PAGE] = 1;
}

static inline char *fresh_memory(size_t pages)
{
	char *at = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(at, MAP_FAILED);
	madvise(at, pages * PAGE, MADV_NOHUGEPAGE);
	return at;
}

#endif
