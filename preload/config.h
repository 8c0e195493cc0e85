/*
 * The settings: read from the environment once, in the constructor, before
 * anything else of ours runs. libmmstall(7) documents each for users.
 */
#ifndef MMSTALL_CONFIG_H
#define MMSTALL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack_mode.h"

#define CONFIG_PATTERN_MAX 1024

/* MMSTALL_FOLLOW: which children get a log of their own. */
enum follow {
	FOLLOW_NONE = 0,
	FOLLOW_FORK = 1,
	FOLLOW_EXEC = 2,
	FOLLOW_BOTH = FOLLOW_FORK | FOLLOW_EXEC,
};

struct config {
	char log_pattern[CONFIG_PATTERN_MAX];
	char run_id[64]; /* of `mmstall run`; empty without it */
	uint64_t min_iteration_ns;
	uint64_t min_fault_ns;
	uint64_t budget_ppm;    /* of a CPU, that sampling may cost */
	uint64_t max_log_bytes; /* UINT64_MAX: no limit */
	uint64_t stack_bytes;   /* of one copied stack */
	uint64_t stack_rate;    /* stacks a second of a thread, at most */
	uint32_t stacks;        /* enum stack_mode */
	uint32_t follow;        /* enum follow */
	bool has_switches;      /* context switches are sampled, too */
	bool only_loops;        /* … and threads that are no loops are not */
	bool is_sandboxed; /* host threads make only calls that libc makes */
	bool is_quiet;
};

/*
 * Fills CONFIG from the environment (LOOKUP is getenv, or a test's). False: a
 * value is wrong, WHY (of WHY_SIZE) names the variable, the value and what is
 * allowed; CONFIG is then not to be used.
 */
bool config_read(struct config *config, char *(*lookup)(const char *name),
		 char *why, size_t why_size);

/*
 * The log's name: PATTERN with %e (PROGRAM), %p (PID), %t (WALL_S, seconds) and
 * %% replaced, TRY > 1 put before a final ".jsonl" (or at the end). False:
 * it does not fit into SIZE bytes.
 */
bool config_log_name(const char *pattern, const char *program, int pid,
		     uint64_t wall_s, unsigned try, char *name, size_t size);

#endif
