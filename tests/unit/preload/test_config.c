/* The settings, from an environment that the test makes up. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "preload/config.h"

/* Name, value, name, value, NULL. */
static const char *const *environment;

static char *lookup(const char *name)
{
	for (const char *const *at = environment; *at; at += 2) {
		if (strcmp(at[0], name) == 0)
			return (char *)(uintptr_t)at[1];
	}
	return NULL;
}

static char why[512];

static bool read_env(struct config *config, const char *name, const char *value)
{
	const char *const one[] = { name, value, NULL };

	environment = one;
	why[0] = '\0';
	return config_read(config, lookup, why, sizeof(why));
}

START_TEST(test_an_empty_environment_gives_the_documented_defaults)
{
	const char *const none[] = { NULL };
	struct config config;

	environment = none;
	ck_assert(config_read(&config, lookup, why, sizeof(why)));
	ck_assert_str_eq(config.log_pattern, "mmstall.%e.%p.jsonl");
	ck_assert_uint_eq(config.min_iteration_ns, 1000000);
	ck_assert_uint_eq(config.min_fault_ns, 20000);
	ck_assert(config.max_log_bytes == UINT64_MAX);
	ck_assert(!config.is_quiet);
	ck_assert_str_eq(config.run_id, "");
}
END_TEST

START_TEST(test_every_variable_is_read)
{
	const char *const all[] = { "MMSTALL_LOG",
				    "/var/log/x.%e.%t.%%",
				    "MMSTALL_MIN_ITERATION",
				    "250us",
				    "MMSTALL_MIN_FAULT",
				    "7ns",
				    "MMSTALL_MAX_LOG",
				    "3M",
				    "MMSTALL_QUIET",
				    "1",
				    "MMSTALL_RUN",
				    "run-42",
				    NULL };
	struct config config;

	environment = all;
	ck_assert(config_read(&config, lookup, why, sizeof(why)));
	ck_assert_str_eq(config.log_pattern, "/var/log/x.%e.%t.%%");
	ck_assert_uint_eq(config.min_iteration_ns, 250000);
	ck_assert_uint_eq(config.min_fault_ns, 7);
	ck_assert_uint_eq(config.max_log_bytes, 3145728);
	ck_assert(config.is_quiet);
	ck_assert_str_eq(config.run_id, "run-42");
}
END_TEST

START_TEST(test_times_and_sizes_know_their_units)
{
	static const struct {
		const char *name, *value;
		uint64_t want;
	} cases[] = {
		{ "MMSTALL_MIN_FAULT", "0ns", 0 },
		{ "MMSTALL_MIN_FAULT", "2ms", 2000000 },
		{ "MMSTALL_MIN_FAULT", "18446744073s", 18446744073000000000u },
		{ "MMSTALL_MIN_FAULT", "18446744073709551615ns", UINT64_MAX },
		{ "MMSTALL_MAX_LOG", "1", 1 },
		{ "MMSTALL_MAX_LOG", "100K", 102400 },
		{ "MMSTALL_MAX_LOG", "2G", 2147483648u },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct config config;

		ck_assert_msg(read_env(&config, cases[i].name, cases[i].value),
			      "%s=%s: %s", cases[i].name, cases[i].value, why);
		ck_assert_uint_eq(cases[i].name[8] == 'M' &&
						  cases[i].name[9] == 'I'
					  ? config.min_fault_ns
					  : config.max_log_bytes,
				  cases[i].want);
	}
}
END_TEST

START_TEST(test_a_wrong_value_is_named_with_what_is_allowed)
{
	static const struct {
		const char *name, *value, *allowed;
	} cases[] = {
		{ "MMSTALL_LOG", "", "%e, %p, %t" },
		{ "MMSTALL_LOG", "log.%x", "%e, %p, %t" },
		{ "MMSTALL_LOG", "log.%", "%e, %p, %t" },
		{ "MMSTALL_LOG", "log.%%%", "%e, %p, %t" },
		{ "MMSTALL_MIN_ITERATION", "", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "1", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "1.5ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", " 1ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "1 ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "-1ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "+1ms", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "1m", "ns, us, ms or s" },
		{ "MMSTALL_MIN_ITERATION", "1msx", "ns, us, ms or s" },
		{ "MMSTALL_MIN_FAULT", "18446744074s", "ns, us, ms or s" },
		{ "MMSTALL_MIN_FAULT", "18446744073709551616ns",
		  "ns, us, ms or s" },
		{ "MMSTALL_MIN_FAULT", "99999999999999999999999s",
		  "ns, us, ms or s" },
		{ "MMSTALL_MAX_LOG", "0", "K, M or G" },
		{ "MMSTALL_MAX_LOG", "0M", "K, M or G" },
		{ "MMSTALL_MAX_LOG", "10MB", "K, M or G" },
		{ "MMSTALL_MAX_LOG", "10m", "K, M or G" },
		{ "MMSTALL_MAX_LOG", "17179869184G", "K, M or G" },
		{ "MMSTALL_QUIET", "yes", "0 or 1" },
		{ "MMSTALL_QUIET", "", "0 or 1" },
		{ "MMSTALL_QUIET", "11", "0 or 1" },
		{ "MMSTALL_RUN",
		  "0123456789012345678901234567890123456789012345678901234567"
		  "890123",
		  "63 bytes" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct config config;
		char said[128];

		snprintf(said, sizeof(said), "%s=%s ", cases[i].name,
			 cases[i].value);
		ck_assert_msg(!read_env(&config, cases[i].name, cases[i].value),
			      "%sis taken", said);
		ck_assert_msg(strncmp(why, said, strlen(said)) == 0, "%s", why);
		ck_assert_msg(strstr(why, cases[i].allowed) != NULL, "%s", why);
	}
}
END_TEST

START_TEST(test_a_pattern_that_does_not_fit_is_refused_not_cut)
{
	static char longest[CONFIG_PATTERN_MAX + 1];
	struct config config;

	memset(longest, 'x', CONFIG_PATTERN_MAX);
	ck_assert(!read_env(&config, "MMSTALL_LOG", longest));
	longest[CONFIG_PATTERN_MAX - 1] = '\0';
	ck_assert(read_env(&config, "MMSTALL_LOG", longest));
	ck_assert_str_eq(config.log_pattern, longest);
}
END_TEST

START_TEST(test_the_explanation_never_overruns_its_buffer)
{
	static char value[4096];
	struct {
		char text[40];
		char guard[8];
	} small = { .guard = "guarded" };
	const char *const one[] = { "MMSTALL_QUIET", value, NULL };
	struct config config;

	memset(value, 'y', sizeof(value) - 1);
	environment = one;
	ck_assert(
		!config_read(&config, lookup, small.text, sizeof(small.text)));
	ck_assert_uint_eq(strlen(small.text), sizeof(small.text) - 1);
	ck_assert_str_eq(small.guard, "guarded");
}
END_TEST

static char name[256];

static const char *named(const char *pattern, unsigned try)
{
	ck_assert(config_log_name(pattern, "server", 4711, 1764000000, try,
				  name, sizeof(name)));
	return name;
}

START_TEST(test_a_log_name_has_program_pid_and_time)
{
	ck_assert_str_eq(named("mmstall.%e.%p.jsonl", 1),
			 "mmstall.server.4711.jsonl");
	ck_assert_str_eq(named("/x/%t-%%-%e%e", 1),
			 "/x/1764000000-%-serverserver");
	ck_assert_str_eq(named("plain", 1), "plain");
}
END_TEST

START_TEST(test_a_second_try_has_another_name)
{
	ck_assert_str_eq(named("a.%p.jsonl", 2), "a.4711.2.jsonl");
	ck_assert_str_eq(named("a.%p.jsonl", 17), "a.4711.17.jsonl");
	ck_assert_str_eq(named("a.log", 3), "a.log.3");
	ck_assert_str_eq(named("a.jsonl.d/x", 3), "a.jsonl.d/x.3");
	ck_assert_str_eq(named(".jsonl", 2), ".2.jsonl");
}
END_TEST

START_TEST(test_a_log_name_that_does_not_fit_is_no_name)
{
	ck_assert(!config_log_name("%e%e%e", "0123456789", 1, 1, 1, name, 30));
	ck_assert(config_log_name("%e%e%e", "0123456789", 1, 1, 1, name, 31));
	ck_assert(!config_log_name("abc.jsonl", "", 1, 1, 2, name, 11));
	ck_assert(config_log_name("abc.jsonl", "", 1, 1, 2, name, 12));
	ck_assert_str_eq(name, "abc.2.jsonl");
}
END_TEST

UNIT_MAIN("config", test_an_empty_environment_gives_the_documented_defaults,
	  test_every_variable_is_read, test_times_and_sizes_know_their_units,
	  test_a_wrong_value_is_named_with_what_is_allowed,
	  test_a_pattern_that_does_not_fit_is_refused_not_cut,
	  test_the_explanation_never_overruns_its_buffer,
	  test_a_log_name_has_program_pid_and_time,
	  test_a_second_try_has_another_name,
	  test_a_log_name_that_does_not_fit_is_no_name)
