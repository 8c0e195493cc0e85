/* Which cure goes with which configuration. */
#include "unit.h"

#include "mmscan/configuration.h"

#include <string.h>

static bool takes(const char *configuration, const char *cure)
{
	const struct configuration *found = configuration_find(configuration);
	const struct cure *tried = cure_find(cure);

	ck_assert_ptr_nonnull(found);
	ck_assert_ptr_nonnull(tried);
	return configuration_takes(found, tried);
}

START_TEST(test_every_name_is_found_once)
{
	for (int i = 0; i < CURE_COUNT; i++)
		ck_assert_ptr_eq(cure_find(cures[i].name), &cures[i]);
	for (int i = 0; i < CONFIGURATION_COUNT; i++) {
		const char *name = configurations[i].name;

		ck_assert_ptr_eq(configuration_find(name), &configurations[i]);
		/* It becomes the name of a thread. */
		ck_assert_uint_lt(strlen(name), 16);
	}
	ck_assert_ptr_null(cure_find("hope"));
	ck_assert_ptr_null(configuration_find(""));
	ck_assert_str_eq(cures[0].name, "none");
}
END_TEST

START_TEST(test_mappings_can_be_cured_and_reads_need_not)
{
	ck_assert(takes("mmap-loop", "willneed"));
	ck_assert(takes("mmap-threads", "willneed"));
	ck_assert(takes("mmap-single", "mlock"));
	ck_assert(!takes("uring-loop", "willneed"));
	ck_assert(!takes("pool-loop", "offload"));
	ck_assert(!takes("read-single", "prefetch"));
}
END_TEST

START_TEST(test_only_loops_have_bytes_brought_in_by_others)
{
	ck_assert(takes("mmap-loop", "window"));
	ck_assert(takes("mmap-loop", "offload"));
	ck_assert(takes("mmap-loop", "mincore"));
	ck_assert(!takes("mmap-threads", "window"));
	ck_assert(!takes("mmap-single", "offload"));
}
END_TEST

START_TEST(test_no_cure_is_none)
{
	for (int i = 0; i < CONFIGURATION_COUNT; i++)
		ck_assert(!configuration_takes(&configurations[i], &cures[0]));
}
END_TEST

UNIT_MAIN("cures", test_every_name_is_found_once,
	  test_mappings_can_be_cured_and_reads_need_not,
	  test_only_loops_have_bytes_brought_in_by_others, test_no_cure_is_none)
