/* Finding the logs of a run. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/run_logs.h"

static char folder[] = "/tmp/mmstall-test-XXXXXX";

static void begin(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
}

/* A file NAME that is the log of RUN. */
static void given_log(const char *name, const char *run)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	fprintf(file,
		"{\"mmstall\":\"1.0\",\"pid\":1,\"run\":\"%s\"}\n"
		"{\"more\":1}\n",
		run);
	fclose(file);
}

static void given_text(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

/* PATTERN must find the logs of run "r" named in WANT, one space between. */
static void finds(const char *pattern, const char *want)
{
	struct array logs = run_logs_find(pattern, "r");
	char got[1000] = "";

	for (size_t i = 0; i < logs.len; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s",
			 i ? " " : "", *array_at(&logs, char *, i));
	ck_assert_str_eq(got, want);
	run_logs_release(&logs);
}

static void end(void)
{
	ck_assert_int_eq(system("rm -f * .h*"), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}

START_TEST(test_the_default_name_is_looked_for)
{
	begin();
	given_log("mmstall.server.12.jsonl", "r");
	given_log("mmstall.server.11.jsonl", "r");
	given_log("mmstall.server.11.2.jsonl", "r");
	given_log("server.jsonl", "r");
	finds(NULL, "mmstall.server.11.2.jsonl mmstall.server.11.jsonl "
		    "mmstall.server.12.jsonl");
	end();
}
END_TEST

START_TEST(test_logs_of_other_runs_are_left_out)
{
	begin();
	given_log("a.jsonl", "r");
	given_log("b.jsonl", "s");
	given_log("c.jsonl", "");
	given_log("d.jsonl", "rr");
	finds("%e.jsonl", "a.jsonl");
	end();
}
END_TEST

START_TEST(test_what_is_no_log_is_left_out)
{
	begin();
	given_text("a.jsonl", "");
	given_text("b.jsonl", "{\"mmstall\":\"1.0\",\"run\":\"r\"}");
	given_text("c.jsonl", "garbage\n");
	given_text("d.jsonl", "{\"run\":\"r\"}\n");
	given_text("e.jsonl", "{\"mmstall\":\"1.0\",\"run\":5}\n");
	given_text("f.jsonl", "[]\n");
	finds("%e.jsonl", "");
	end();
}
END_TEST

START_TEST(test_characters_of_patterns_stand_for_themselves)
{
	begin();
	given_log("a[bc]*?\\.7.log", "r");
	given_log("ab.7.log", "r");
	given_log("aXX.7.log", "r");
	finds("a[bc]*?\\.%p.log", "a[bc]*?\\.7.log");
	end();
}
END_TEST

START_TEST(test_percent_signs_are_percent_signs)
{
	begin();
	given_log("100%.jsonl", "r");
	given_log("100x.jsonl", "r");
	finds("100%%.jsonl", "100%.jsonl");
	end();
}
END_TEST

START_TEST(test_a_second_try_has_its_number_where_the_library_puts_it)
{
	begin();
	given_log("x.jsonl", "r");
	given_log("x.2.jsonl", "r");
	finds("x.jsonl", "x.2.jsonl x.jsonl");
	given_log("y.log", "r");
	given_log("y.log.2", "r");
	finds("y.log", "y.log y.log.2");
	given_log("z.jsonl.old", "r");
	given_log("z.jsonl.old.2", "r");
	finds("z.jsonl.old", "z.jsonl.old z.jsonl.old.2");
	end();
}
END_TEST

START_TEST(test_programs_with_a_dot_in_front_are_found)
{
	begin();
	given_log(".hidden.jsonl", "r");
	finds("%e.jsonl", ".hidden.jsonl");
	end();
}
END_TEST

START_TEST(test_ids_are_long_and_differ)
{
	char one[RUN_ID_SIZE], two[RUN_ID_SIZE];

	run_logs_make_id(one);
	run_logs_make_id(two);
	ck_assert_uint_eq(strlen(one), RUN_ID_SIZE - 1);
	ck_assert_uint_eq(strspn(one, "0123456789abcdef"), RUN_ID_SIZE - 1);
	ck_assert_str_ne(one, two);
}
END_TEST

UNIT_MAIN("run_logs", test_the_default_name_is_looked_for,
	  test_logs_of_other_runs_are_left_out, test_what_is_no_log_is_left_out,
	  test_characters_of_patterns_stand_for_themselves,
	  test_percent_signs_are_percent_signs,
	  test_a_second_try_has_its_number_where_the_library_puts_it,
	  test_programs_with_a_dot_in_front_are_found,
	  test_ids_are_long_and_differ)
