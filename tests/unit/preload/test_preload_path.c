/* A relative path in LD_PRELOAD. */
#include "unit.h"

#include <string.h>

#include "preload/preload_path.h"

static char entry[256];

static bool made(const char *value, const char *our)
{
	return preload_path_absolute(value, our, "/srv/app", entry,
				     sizeof(entry));
}

START_TEST(test_our_relative_path_becomes_absolute_and_nothing_else)
{
	ck_assert(made("build/libmmstall.so", "build/libmmstall.so"));
	ck_assert_str_eq(entry, "LD_PRELOAD=/srv/app/build/libmmstall.so");
	ck_assert(made("./a.so ../x/libmmstall.so:b.so", "../x/libmmstall.so"));
	ck_assert_str_eq(entry, "LD_PRELOAD=./a.so /srv/app/../x/"
				"libmmstall.so:b.so");
}
END_TEST

START_TEST(test_what_works_from_anywhere_stays_as_it_is)
{
	ck_assert(!made("/usr/lib/libmmstall.so", "/usr/lib/libmmstall.so"));
	ck_assert(!made("libmmstall.so", "libmmstall.so"));
	ck_assert(!made("./other.so", "./libmmstall.so"));
	ck_assert(!made("./libmmstall.so.1", "./libmmstall.so"));
	ck_assert(!made("", "./libmmstall.so"));
}
END_TEST

START_TEST(test_a_path_that_does_not_fit_is_left_alone)
{
	char value[300] = "./libmmstall.so";

	memset(value + 15, ' ', sizeof(value) - 16);
	ck_assert(!made(value, "./libmmstall.so"));
}
END_TEST

UNIT_MAIN("preload_path",
	  test_our_relative_path_becomes_absolute_and_nothing_else,
	  test_what_works_from_anywhere_stays_as_it_is,
	  test_a_path_that_does_not_fit_is_left_alone)
