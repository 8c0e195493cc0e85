/* A watch of this thread, fed with samples of the test's. */
#ifndef TESTS_WATCHED_H
#define TESTS_WATCHED_H

#include "unit.h"

#include "preload/sys.h"
#include "preload/watch.h"

#define US 1000ull

static struct host_thread thread;
static struct watch *watch;

static inline void start(void)
{
	thread.tid = sys_gettid();
	watch = watch_new(&thread, 1, 20 * US);
	ck_assert_ptr_nonnull(watch);
	watch->loop.id = 1;
}

static inline void feed(enum sample_kind kind, uint64_t t, uint64_t page)
{
	watch_take_sample(watch, &(struct sample){ .kind = kind,
						   .t_ns = t,
						   .address = page << 12,
						   .ip = 0x400000 + page,
						   .lost = 5 });
}

/* A fault of LEN at T. */
static inline void fault(uint64_t t, uint64_t len, bool is_major)
{
	feed(SAMPLE_BEGIN, t, 7);
	feed(is_major ? SAMPLE_MAJOR : SAMPLE_MINOR, t + len, 7);
}

#endif
