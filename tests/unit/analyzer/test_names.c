/*
 * Names of functions: of C++ and Rust as their authors wrote them, and of
 * compiled code from a perf map.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/demangle.h"
#include "analyzer/perf_map.h"

static const struct {
	const char *mangled, *plain;
} names[] = {
	{ "main", "main" },
	{ "_ZN5store4Page4readEv", "store::Page::read" },
	{ "_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE",
	  "core::fmt::Write::write_fmt" },
	{ "_RNvCs1234_7mycrate3foo", "mycrate::foo" },
	{ "_Z", "_Z" },
	{ "_ZN9not_enough", "_ZN9not_enough" },
};

START_TEST(test_names_are_as_their_authors_wrote_them)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *plain = demangle(names[i].mangled);

		ck_assert_str_eq(plain, names[i].plain);
		free(plain);
	}
}
END_TEST

static struct perf_map *given_map(const char *text)
{
	char log[] = "/tmp/mmstall-unit-XXXXXX", path[64];
	int file = mkstemp(log);
	struct perf_map *map;
	FILE *stream;

	ck_assert_int_ge(file, 0);
	close(file);
	snprintf(path, sizeof(path), "%s.perf-map", log);
	stream = fopen(path, "w");
	fputs(text, stream);
	fclose(stream);
	map = perf_map_open(log, -1);
	unlink(path);
	unlink(log);
	ck_assert_ptr_nonnull(map);
	return map;
}

START_TEST(test_compiled_code_has_the_names_of_its_map)
{
	struct perf_map *map = given_map(
		"7f0000001000 40 py::handler:/srv/a.py\n"
		"no line of a map\n"
		"7f0000000000 100 LazyCompile:~read\n");

	ck_assert_str_eq(perf_map_name(map, 0x7f0000001000),
			 "py::handler:/srv/a.py");
	ck_assert_str_eq(perf_map_name(map, 0x7f000000103f),
			 "py::handler:/srv/a.py");
	ck_assert_str_eq(perf_map_name(map, 0x7f00000000ff),
			 "LazyCompile:read");
	ck_assert_ptr_null(perf_map_name(map, 0x7f0000001040));
	ck_assert_ptr_null(perf_map_name(map, 0x7effffffffff));
	perf_map_close(map);
}
END_TEST

START_TEST(test_code_compiled_again_has_its_last_name)
{
	struct perf_map *map = given_map("1000 40 first\n1000 40 second\n");

	ck_assert_str_eq(perf_map_name(map, 0x1010), "second");
	perf_map_close(map);
}
END_TEST

START_TEST(test_there_may_be_no_map)
{
	ck_assert_ptr_null(perf_map_open("/nowhere/log", -1));
}
END_TEST

UNIT_MAIN("names", test_names_are_as_their_authors_wrote_them,
	  test_compiled_code_has_the_names_of_its_map,
	  test_code_compiled_again_has_its_last_name, test_there_may_be_no_map)
