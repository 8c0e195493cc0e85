#include "loop_log.h"

#include <string.h>

#include "blocks.h"
#include "sys.h"

#define FIRST_INTERVAL_NS UINT64_C(1000000000)
#define LAST_INTERVAL_NS  (64 * FIRST_INTERVAL_NS)

static uint64_t short_count(const struct host_thread *thread, unsigned bucket)
{
	return atomic_load_explicit(&thread->short_count[bucket],
				    memory_order_relaxed);
}

static uint64_t short_sum(const struct host_thread *thread)
{
	return atomic_load_explicit(&thread->short_sum_ns,
				    memory_order_relaxed);
}

bool loop_log_begin(struct loop_log *loop, uint32_t id, uint64_t identity,
		    const struct host_thread *thread)
{
	bool is_first = loop->id == 0;
	struct histogram *histogram = loop->histogram;

	if (!histogram)
		histogram = block_take(sizeof(*histogram));
	if (!histogram)
		return false;
	memset(histogram, 0, sizeof(*histogram));
	*loop = (struct loop_log){ .id = id,
				   .identity = identity,
				   .histogram = histogram };
	if (is_first)
		return true;
	/* The thread counts on where its loop before left off. */
	for (unsigned i = 0; i < SHORT_BUCKETS; i++)
		loop->short_base[i] = short_count(thread, i);
	loop->short_base_sum_ns = short_sum(thread);
	return true;
}

void loop_log_release(struct loop_log *loop)
{
	if (loop->histogram)
		block_give(loop->histogram, sizeof(*loop->histogram));
	loop->histogram = NULL;
	loop->id = 0;
}

static void add(struct histogram *histogram, unsigned bucket, uint64_t count,
		uint64_t max_ns)
{
	if (!count)
		return;
	histogram->bucket[bucket] += count;
	histogram->count += count;
	if (histogram->max_ns < max_ns)
		histogram->max_ns = max_ns;
}

void loop_log_count(struct loop_log *loop, uint64_t len_ns)
{
	if (!loop->histogram)
		return;
	add(loop->histogram, log_hist_bucket(len_ns), 1, len_ns);
	loop->histogram->sum_ns += len_ns;
}

/* HISTOGRAM with the short iterations that only the thread itself counted. */
static void add_short(const struct loop_log *loop,
		      const struct host_thread *thread,
		      struct histogram *histogram)
{
	for (unsigned i = 0; i < SHORT_BUCKETS; i++)
		add(histogram, i, short_count(thread, i) - loop->short_base[i],
		    log_hist_lower_ns(i + 1) - 1);
	histogram->sum_ns += short_sum(thread) - loop->short_base_sum_ns;
}

void loop_log_write(struct loop_log *loop, const struct host_thread *thread,
		    struct recorder *recorder, uint64_t now, bool must)
{
	struct histogram whole;

	if (!loop->id || (!must && now < loop->next_write_ns))
		return;
	whole = *loop->histogram;
	add_short(loop, thread, &whole);
	if (whole.count == loop->written_count)
		return;
	record_histogram(recorder, loop->id, now, &whole);
	loop->written_count = whole.count;
	loop->interval_ns = loop->interval_ns ? loop->interval_ns * 2
					      : FIRST_INTERVAL_NS;
	if (loop->interval_ns > LAST_INTERVAL_NS)
		loop->interval_ns = LAST_INTERVAL_NS;
	loop->next_write_ns = now + loop->interval_ns;
}
