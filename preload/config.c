#include "config.h"

#include <string.h>

#include "text.h"

#define DEFAULT_PATTERN "mmstall.%e.%p.jsonl"

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit time_units[] = {
	{ "ns", 1 },         { "us", 1000 }, { "ms", 1000000 },
	{ "s", 1000000000 }, { NULL, 0 },
};

static const struct unit size_units[] = {
	{ "", 1 },         { "K", 1u << 10 }, { "M", 1u << 20 },
	{ "G", 1u << 30 }, { NULL, 0 },
};

static bool parse_with_unit(const char *value, const struct unit *units,
			    uint64_t *result)
{
	uint64_t number;

	if (!text_parse_u64(&value, &number))
		return false;
	for (; units->name; units++) {
		if (strcmp(value, units->name) == 0)
			return !__builtin_mul_overflow(number, units->factor,
						       result);
	}
	return false;
}

static bool parse_time(const char *value, void *to)
{
	return parse_with_unit(value, time_units, to);
}

static bool parse_size(const char *value, void *to)
{
	return parse_with_unit(value, size_units, to) && *(uint64_t *)to > 0;
}

/* "1%", "0.25%": at most four decimals. */
static bool parse_share(const char *value, void *to)
{
	uint64_t whole, ppm = 0, unit_ppm = 1000;

	if (!text_parse_u64(&value, &whole) || whole > 100)
		return false;
	if (*value == '.') {
		for (value++; *value >= '0' && *value <= '9' && unit_ppm;
		     value++, unit_ppm /= 10)
			ppm += (uint64_t)(*value - '0') * unit_ppm;
	}
	*(uint64_t *)to = whole * 10000 + ppm;
	return strcmp(value, "%") == 0 && *(uint64_t *)to > 0;
}

static bool parse_flag(const char *value, void *to)
{
	bool is_set = strcmp(value, "1") == 0;

	*(bool *)to = is_set;
	return is_set || strcmp(value, "0") == 0;
}

static bool parse_switches(const char *value, void *to)
{
	bool is_on = strcmp(value, "on") == 0;

	*(bool *)to = is_on;
	return is_on || strcmp(value, "off") == 0;
}

static bool parse_threads(const char *value, void *to)
{
	bool only_loops = strcmp(value, "loops") == 0;

	*(bool *)to = only_loops;
	return only_loops || strcmp(value, "all") == 0;
}

/* The index of VALUE among COUNT NAMES. */
static bool parse_word(const char *value, const char *const *names,
		       uint32_t count, uint32_t *index)
{
	for (*index = 0; *index < count; (*index)++) {
		if (strcmp(value, names[*index]) == 0)
			return true;
	}
	return false;
}

static bool parse_follow(const char *value, void *to)
{
	static const char *const names[] = {
		[FOLLOW_NONE] = "none",
		[FOLLOW_FORK] = "fork",
		[FOLLOW_EXEC] = "exec",
		[FOLLOW_BOTH] = "both",
	};

	return parse_word(value, names, sizeof(names) / sizeof(*names), to);
}

static bool parse_stacks(const char *value, void *to)
{
	static const char *const names[] = {
		[STACKS_OFF] = "off",
		[STACKS_FP] = "fp",
		[STACKS_DWARF] = "dwarf",
	};

	return parse_word(value, names, sizeof(names) / sizeof(*names), to);
}

/* Copies are made of whole words, and one must fit into a record of the
 * kernel's, whose size has 16 bits. */
static bool parse_stack_bytes(const char *value, void *to)
{
	uint64_t *bytes = to;

	return parse_size(value, to) && *bytes >= 1024 && *bytes <= 61440 &&
	       *bytes % 8 == 0;
}

static bool parse_rate(const char *value, void *to)
{
	return text_parse_u64(&value, to) && *value == '\0' &&
	       *(uint64_t *)to >= 1 && *(uint64_t *)to <= 100000;
}

static bool parse_pattern(const char *value, void *to)
{
	struct text text = text_in(to, CONFIG_PATTERN_MAX);

	text_add(&text, value);
	for (const char *at = value; (at = strchr(at, '%')); at += 2) {
		if (!at[1] || !strchr("ept%", at[1]))
			return false;
	}
	return value[0] && !text.is_cut;
}

static bool parse_run_id(const char *value, void *to)
{
	struct text text = text_in(to, sizeof(((struct config *)0)->run_id));

	text_add(&text, value);
	return !text.is_cut;
}

static const struct setting {
	const char *name;
	bool (*parse)(const char *value, void *to);
	size_t field;
	const char *allowed;
} settings[] = {
	{ "MMSTALL_LOG", parse_pattern, offsetof(struct config, log_pattern),
	  "a file name; %e, %p, %t and %% are replaced" },
	{ "MMSTALL_MIN_ITERATION", parse_time,
	  offsetof(struct config, min_iteration_ns),
	  "a whole number with ns, us, ms or s, such as 1ms" },
	{ "MMSTALL_MIN_FAULT", parse_time,
	  offsetof(struct config, min_fault_ns),
	  "a whole number with ns, us, ms or s, such as 20us" },
	{ "MMSTALL_MAX_LOG", parse_size, offsetof(struct config, max_log_bytes),
	  "bytes, or a number with K, M or G, such as 100M" },
	{ "MMSTALL_BUDGET", parse_share, offsetof(struct config, budget_ppm),
	  "a share of a CPU, such as 1% or 0.5%; 100% never pauses" },
	{ "MMSTALL_FOLLOW", parse_follow, offsetof(struct config, follow),
	  "fork, exec, both or none" },
	{ "MMSTALL_STACKS", parse_stacks, offsetof(struct config, stacks),
	  "dwarf, fp or off" },
	{ "MMSTALL_STACK_BYTES", parse_stack_bytes,
	  offsetof(struct config, stack_bytes), "1K to 60K, a multiple of 8" },
	{ "MMSTALL_STACK_RATE", parse_rate, offsetof(struct config, stack_rate),
	  "stacks a second, 1 to 100000" },
	{ "MMSTALL_SWITCHES", parse_switches,
	  offsetof(struct config, has_switches), "on or off" },
	{ "MMSTALL_THREADS", parse_threads, offsetof(struct config, only_loops),
	  "all or loops" },
	{ "MMSTALL_SANDBOX", parse_flag, offsetof(struct config, is_sandboxed),
	  "0 or 1" },
	{ "MMSTALL_QUIET", parse_flag, offsetof(struct config, is_quiet),
	  "0 or 1" },
	{ "MMSTALL_RUN", parse_run_id, offsetof(struct config, run_id),
	  "the id that mmstall run gives, at most 63 bytes" },
};

static void explain(const struct setting *setting, const char *value, char *why,
		    size_t why_size)
{
	struct text text = text_in(why, why_size);

	text_add(&text, setting->name);
	text_add(&text, "=");
	text_add(&text, value);
	text_add(&text, " is not understood; allowed: ");
	text_add(&text, setting->allowed);
}

bool config_read(struct config *config, char *(*lookup)(const char *name),
		 char *why, size_t why_size)
{
	*config = (struct config){
		.log_pattern = DEFAULT_PATTERN,
		.min_iteration_ns = 1000000,
		.min_fault_ns = 20000,
		.budget_ppm = 10000,
		.max_log_bytes = UINT64_MAX,
		.stack_bytes = 8192,
		.stack_rate = 199,
		.stacks = STACKS_DWARF,
		.follow = FOLLOW_BOTH,
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		const struct setting *setting = &settings[i];
		const char *value = lookup(setting->name);

		if (!value)
			continue;
		if (!setting->parse(value, (char *)config + setting->field)) {
			explain(setting, value, why, why_size);
			return false;
		}
	}
	return true;
}

static void add_try(struct text *text, unsigned try)
{
	static const char ending[] = ".jsonl";
	size_t len = sizeof(ending) - 1;
	bool has_ending = text->len >= len &&
			  strcmp(text->data + text->len - len, ending) == 0;

	if (has_ending)
		text->len -= len;
	text_add_char(text, '.');
	text_add_u64(text, try);
	if (has_ending)
		text_add(text, ending);
}

bool config_log_name(const char *pattern, const char *program, int pid,
		     uint64_t wall_s, unsigned try, char *name, size_t size)
{
	struct text text = text_in(name, size);

	for (; *pattern; pattern++) {
		if (*pattern != '%') {
			text_add_char(&text, *pattern);
			continue;
		}
		switch (*++pattern) {
		case 'e':
			text_add(&text, program);
			break;
		case 'p':
			text_add_u64(&text, (uint64_t)pid);
			break;
		case 't':
			text_add_u64(&text, wall_s);
			break;
		default:
			text_add_char(&text, '%');
			break;
		}
	}
	if (try > 1)
		add_try(&text, try);
	return !text.is_cut;
}
