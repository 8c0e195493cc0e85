#include "ticks.h"

#include <stdbool.h>
#include <string.h>

#include "proc.h"
#include "session.h"

struct ticks ticks;

#if defined(__x86_64__)

#define SOURCE \
	"/sys/devices/system/clocksource/clocksource0/current_clocksource"

/* How long the counter's rate is measured, and how long it is relied on after
 * each reading of the clock: errors of the one shrink to nothing in the other.
 */
#define MEASURE_NS UINT64_C(20000000)
#define WINDOW_NS  UINT64_C(200000)

#define PRECISION 16384

/* Two readings of the counter this close were not torn apart by anybody. */
#define TOGETHER_TICKS 2000

/* A measurement over a longer time: the machine was asleep, or the process. */
#define STALE_NS UINT64_C(2000000000)

static struct ticks_anchor first;
static uint64_t last_rate; /* ns per tick, times 2^32; 0: not measured yet */
static bool is_settled;    /* measured, or not to be used */

/* The clock and the counter at one moment. False: something came between. */
static bool read_both(struct ticks_anchor *anchor)
{
	uint64_t before = __builtin_ia32_rdtsc();

	anchor->ns = now_ns();
	anchor->ticks = __builtin_ia32_rdtsc();
	return anchor->ticks - before < TOGETHER_TICKS;
}

uint64_t ticks_anchor(struct ticks_anchor *anchor, uint64_t window)
{
	/* Not together: the next reading finds it too old. */
	if (!read_both(anchor))
		anchor->ticks -= window;
	return anchor->ns;
}

static bool is_kernels_clock(void)
{
	char source[16];

	return !session.is_sandboxed &&
	       proc_read(SOURCE, source, sizeof(source)) > 0 &&
	       strcmp(source, "tsc\n") == 0;
}

/* Two measurements that agree to one part of PRECISION. By that part less is
 * then counted, so that the answer is never ahead. */
static void settle(uint64_t rate)
{
	uint64_t apart = rate > last_rate ? rate - last_rate : last_rate - rate;

	if (apart > rate / PRECISION) {
		last_rate = rate;
		return;
	}
	ticks.ns_per_tick = rate - rate / PRECISION;
	atomic_store_explicit(&ticks.window, (WINDOW_NS << 32) / rate,
			      memory_order_release);
	is_settled = true;
}

void ticks_calibrate(void)
{
	struct ticks_anchor now;
	uint64_t passed_ns;

	if (is_settled)
		return;
	if (!first.ns && !is_kernels_clock()) {
		is_settled = true;
		return;
	}
	if (!read_both(&now))
		return;
	passed_ns = now.ns - first.ns;
	if (passed_ns < MEASURE_NS)
		return;
	if (passed_ns < STALE_NS && now.ticks > first.ticks)
		settle((passed_ns << 32) / (now.ticks - first.ticks));
	first = now;
}

#else

void ticks_calibrate(void)
{
}

#endif
