/* Whose rights a thread has, as /proc writes it. */
#include "unit.h"

#include <string.h>
#include <unistd.h>

#include "preload/credentials.h"
#include "preload/proc.h"

static const char whole[] = "Name:\tserver\n"
			    "Umask:\t0022\n"
			    "Uid:\t1000\t1001\t1002\t1003\n"
			    "Gid:\t2000\t2001\t4294967295\t2003\n"
			    "Groups:\t27 100 \n"
			    "CapInh:\t0000000000000000\n"
			    "CapPrm:\t000001ffffffffff\n"
			    "CapEff:\t0000004000000000\n"
			    "CapBnd:\t00000000deadbeef\n";

START_TEST(test_ids_and_capabilities_are_read)
{
	struct credentials got;

	ck_assert(credentials_parse(whole, &got));
	for (uint32_t i = 0; i < 3; i++)
		ck_assert_uint_eq(got.uid[i], 1000 + i);
	ck_assert_uint_eq(got.gid[0], 2000);
	ck_assert_uint_eq(got.gid[1], 2001);
	ck_assert_uint_eq(got.gid[2], UINT32_MAX);
	ck_assert(got.permitted == 0x1ffffffffff);
	ck_assert(got.effective == 0x4000000000);
}
END_TEST

START_TEST(test_a_name_that_looks_like_a_field_deceives_nobody)
{
	char text[512] = "Name:\tUid: 0 0 0 0\n";
	struct credentials got;

	ck_assert(!credentials_parse("Name:\tUid: 0 0 0\nGid: 1 1 1\n"
				     "CapPrm: 0\nCapEff: 0\n",
				     &got));
	strcat(text, whole);
	/* The kernel's own lines are the ones that count. */
	if (credentials_parse(text, &got))
		ck_assert_uint_eq(got.uid[0], 1000);
}
END_TEST

START_TEST(test_a_status_that_is_cut_short_is_none)
{
	const char *effective = strstr(whole, "CapEff:\t");
	struct credentials got;

	for (size_t len = 0; whole + len <= effective + 8; len++) {
		char *copy = strndup(whole, len);

		ck_assert_msg(!credentials_parse(copy, &got), "%s", copy);
		free(copy);
	}
}
END_TEST

START_TEST(test_our_own_status_agrees_with_the_kernels_calls)
{
	uid_t uid[3];
	gid_t gid[3];
	struct credentials got;
	char status[4096];

	ck_assert_int_gt(
		proc_read("/proc/thread-self/status", status, sizeof(status)),
		0);
	ck_assert(credentials_parse(status, &got));
	getresuid(&uid[0], &uid[1], &uid[2]);
	getresgid(&gid[0], &gid[1], &gid[2]);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(got.uid[i], uid[i]);
		ck_assert_uint_eq(got.gid[i], gid[i]);
	}
}
END_TEST

START_TEST(test_who_has_the_same_rights_gives_nothing_up)
{
	ck_assert(!credentials_follow());
}
END_TEST

UNIT_MAIN("credentials", test_ids_and_capabilities_are_read,
	  test_a_name_that_looks_like_a_field_deceives_nobody,
	  test_a_status_that_is_cut_short_is_none,
	  test_our_own_status_agrees_with_the_kernels_calls,
	  test_who_has_the_same_rights_gives_nothing_up)
