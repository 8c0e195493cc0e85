#include "governor.h"

#define SECOND_NS     UINT64_C(1000000000)
#define NO_BUDGET_PPM 1000000

/* The budget's share of LEN_NS. */
static int64_t share(const struct governor *governor, uint64_t len_ns)
{
	return (int64_t)(len_ns / 1000 * governor->budget_ppm / 1000);
}

void governor_init(struct governor *governor, uint64_t budget_ppm,
		   uint64_t now_ns)
{
	*governor = (struct governor){ .budget_ppm = budget_ppm,
				       .last_ns = now_ns };
	governor->bucket_ns = share(governor, SECOND_NS);
}

/* Lets the bucket fill for the time since the last look. */
static void fill(struct governor *governor, uint64_t now_ns)
{
	uint64_t len_ns = now_ns - governor->last_ns;

	governor->last_ns = now_ns;
	if (len_ns > SECOND_NS)
		len_ns = SECOND_NS;
	governor->bucket_ns += share(governor, len_ns);
	if (governor->bucket_ns > share(governor, SECOND_NS))
		governor->bucket_ns = share(governor, SECOND_NS);
}

bool governor_must_pause(struct governor *governor, uint64_t now_ns,
			 uint64_t fast)
{
	if (governor->budget_ppm >= NO_BUDGET_PPM)
		return false;
	fill(governor, now_ns);
	governor->bucket_ns -= (int64_t)(fast * GOVERNOR_FAULT_NS);
	return governor->bucket_ns < 0;
}

void governor_paused(struct governor *governor, uint64_t now_ns, uint64_t minor)
{
	governor->is_paused = true;
	governor->last_ns = now_ns;
	governor->quiet_since_ns = now_ns;
	governor->seen_minor = minor;
	governor->paused_minor = minor;
}

bool governor_must_resume(struct governor *governor, uint64_t now_ns,
			  uint64_t minor)
{
	uint64_t len_ns = now_ns - governor->last_ns;
	uint64_t would_cost_ns = (minor - governor->seen_minor) *
				 GOVERNOR_FAULT_NS;

	/* Half the budget: not to pause again at once. */
	if ((int64_t)would_cost_ns > share(governor, len_ns) / 2)
		governor->quiet_since_ns = now_ns;
	governor->last_ns = now_ns;
	governor->seen_minor = minor;
	return now_ns - governor->quiet_since_ns >= GOVERNOR_QUIET_NS;
}

uint64_t governor_resumed(struct governor *governor, uint64_t now_ns,
			  uint64_t minor)
{
	governor->is_paused = false;
	governor->last_ns = now_ns;
	governor->bucket_ns = share(governor, SECOND_NS);
	/* Faults of ours can be known as such later than the kernel counts. */
	return minor > governor->paused_minor ? minor - governor->paused_minor
					      : 0;
}
