/* What host threads show of their stacks: at no cost to their counts. */
#include "unit.h"

#include "preload/shown.h"
#include "preload/usage.h"

#define SLOTS 8

static struct host_thread thread;

/* Shows this stack as often as there is a slot. Returns the faults. */
static unsigned fill_all(void)
{
	struct usage before, after;

	ck_assert(usage_read(&before));
	for (unsigned i = 0; i < SLOTS; i++)
		ck_assert(shown_add(SHOWN_OWNER, &thread, i, 1));
	ck_assert(usage_read(&after));
	return usage_between(&before, &after).minor;
}

START_TEST(test_no_slot_has_a_page_that_is_not_there)
{
	char deep[32768];

	/* This stack is there, so it is not what faults. */
	for (size_t i = 0; i < sizeof(deep); i += 1024)
		((volatile char *)deep)[i] = 1;
	shown_init();
	ck_assert(shown_add(SHOWN_OWNER, &thread, 0, 1)); /* the code is */
	shown_forget();
	thread.own_minor = thread.own_major = 0;
	ck_assert_uint_eq(fill_all(), 0);
	ck_assert(!shown_add(SHOWN_OWNER, &thread, SLOTS, 1));
	ck_assert_uint_eq(thread.own_minor + thread.own_major, 0);
	ck_assert_uint_eq(thread.own_step % 2, 0);
}
END_TEST

UNIT_MAIN("shown", test_no_slot_has_a_page_that_is_not_there)
