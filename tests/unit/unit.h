/*
 * What every unit test program shares: its main. A program is one suite of
 * one case; CK_TAP_LOG_FILE_NAME chooses the output (tests/lib.sh).
 */
#ifndef MMSTALL_UNIT_H
#define MMSTALL_UNIT_H

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

#define UNIT_MAIN(name, ...)                                                \
	int main(void)                                                      \
	{                                                                   \
		const TTest *const tests[] = { __VA_ARGS__ };               \
		Suite *suite = suite_create(name);                          \
		TCase *tcase = tcase_create(name);                          \
		SRunner *runner;                                            \
		int failed;                                                 \
                                                                            \
		for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) \
			tcase_add_test(tcase, tests[i]);                    \
		tcase_set_timeout(tcase, 60);                               \
		suite_add_tcase(suite, tcase);                              \
		runner = srunner_create(suite);                             \
		srunner_run_all(runner, CK_ENV);                            \
		failed = srunner_ntests_failed(runner);                     \
		srunner_free(runner);                                       \
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;                \
	}

#endif
