#include "run_logs.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "log_reader.h"

#define DEFAULT_PATTERN "mmstall.%e.%p.jsonl"

void run_logs_make_id(char id[RUN_ID_SIZE])
{
	unsigned char random[(RUN_ID_SIZE - 1) / 2];
	struct timespec now;

	if (getrandom(random, sizeof(random), 0) != sizeof(random)) {
		/* Only to be told from other runs, not a secret. */
		memset(random, 0, sizeof(random));
		clock_gettime(CLOCK_REALTIME, &now);
		snprintf((char *)random, sizeof(random), "%ld%d", now.tv_nsec,
			 (int)getpid());
	}
	for (size_t i = 0; i < sizeof(random); i++)
		sprintf(id + 2 * i, "%02x", random[i]);
}

/* PATTERN as a glob: each % sequence anything, a second try's number too. */
static char *glob_of(const char *pattern)
{
	char *glob = must_alloc(strlen(pattern) * 2 + 8), *to = glob;
	const char *ending = strstr(pattern, ".jsonl");

	while (ending && ending[6])
		ending = strstr(ending + 1, ".jsonl");
	for (; *pattern; pattern++) {
		if (pattern == ending)
			*to++ = '*';
		if (*pattern == '%' && pattern[1]) {
			*to++ = *++pattern == '%' ? '%' : '*';
			continue;
		}
		if (strchr("*?[]\\", *pattern))
			*to++ = '\\';
		*to++ = *pattern;
	}
	if (!ending)
		*to++ = '*';
	*to = '\0';
	return glob;
}

struct array run_logs_find(const char *pattern, const char *id)
{
	struct array logs = ARRAY_OF(char *);
	char *wanted = glob_of(pattern ? pattern : DEFAULT_PATTERN);
	glob_t found;

	if (glob(wanted, GLOB_PERIOD, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			char run[RUN_ID_SIZE + 1];

			log_read_run(found.gl_pathv[i], run, sizeof(run));
			if (strcmp(run, id) == 0)
				*(char **)array_push(&logs) = must_copy(
					found.gl_pathv[i]);
		}
		globfree(&found);
	}
	free(wanted);
	return logs;
}

void run_logs_release(struct array *logs)
{
	for (size_t i = 0; i < logs->len; i++)
		free(*array_at(logs, char *, i));
	array_release(logs);
}
