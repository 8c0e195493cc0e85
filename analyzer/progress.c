#include "progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "units.h"

#define FIRST_NS UINT64_C(1000000000)
#define EACH_NS  UINT64_C(200000000)

/* Bytes between two looks at the clock. */
#define LOOK_BYTES (1u << 20)

static struct {
	uint64_t total, done, looked;
	uint64_t begin_ns, said_ns;
	bool is_shown, has_said;
} progress;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void progress_begin(uint64_t total)
{
	progress.total = total;
	progress.done = progress.looked = 0;
	progress.begin_ns = now_ns();
	progress.said_ns = progress.begin_ns + FIRST_NS - EACH_NS;
	progress.is_shown = total && isatty(STDERR_FILENO);
	progress.has_said = false;
}

static void say(uint64_t now)
{
	uint64_t took_ns = now - progress.begin_ns;
	double left = progress.total > progress.done
			      ? (double)(progress.total - progress.done)
			      : 0;
	char share[UNITS_TEXT], rate[UNITS_TEXT], time[UNITS_TEXT];

	fprintf(stderr, "\r\033[Kreading: %s, %s/s, %s left",
		units_share(share, progress.done, progress.total),
		units_bytes(rate, (uint64_t)((double)progress.done * 1e9 /
					     (double)took_ns)),
		units_duration(time, (uint64_t)(left * (double)took_ns /
						(double)progress.done)));
	fflush(stderr);
	progress.has_said = true;
}

void progress_add(uint64_t more)
{
	uint64_t now;

	progress.done += more;
	if (!progress.is_shown || progress.done - progress.looked < LOOK_BYTES)
		return;
	progress.looked = progress.done;
	now = now_ns();
	if (now - progress.said_ns < EACH_NS)
		return;
	progress.said_ns = now;
	say(now);
}

void progress_end(void)
{
	if (progress.has_said)
		fputs("\r\033[K", stderr);
	progress.is_shown = false;
}
