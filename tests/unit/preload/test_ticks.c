/* The cheap clock against the clock. */
#include "unit.h"

#include <unistd.h>

#include "preload/ticks.h"

#define READINGS 1000000

/* What the window and the precision of the measurement come to. */
#define BEHIND_NS 1000

START_TEST(test_it_is_the_clock_never_ahead_and_hardly_behind)
{
	struct ticks_anchor anchor = { 0 };
	uint64_t last_ns = 0, different = 0;

	/* Where the kernel keeps its time otherwise, it stays the clock. */
	for (int i = 0; i < 200 && !atomic_load(&ticks.window); i++) {
		ticks_calibrate();
		usleep(5000);
	}
	for (int i = 0; i < READINGS; i++) {
		uint64_t before_ns = now_ns();
		uint64_t t_ns = ticks_now_ns(&anchor);

		ck_assert_uint_le(t_ns, now_ns());
		ck_assert_uint_ge(t_ns + BEHIND_NS, before_ns);
		ck_assert_uint_ge(t_ns, last_ns);
		last_ns = t_ns;
		different += anchor.ns != t_ns;
	}
	if (atomic_load(&ticks.window))
		ck_assert_uint_gt(different, 0);
}
END_TEST

START_TEST(test_an_old_anchor_is_not_used)
{
	struct ticks_anchor anchor = { .ns = 1 };

	ck_assert_uint_ge(ticks_now_ns(&anchor), 1000);
	anchor.ticks = UINT64_MAX; /* the counter was set back */
	anchor.ns = 1;
	ck_assert_uint_ge(ticks_now_ns(&anchor), 1000);
}
END_TEST

UNIT_MAIN("ticks", test_it_is_the_clock_never_ahead_and_hardly_behind,
	  test_an_old_anchor_is_not_used)
