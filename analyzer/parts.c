#include "parts.h"

/* Moves what is there of WANTED_NS from what is not accounted for to PART. */
static void account(struct parts *parts, enum part part, uint64_t wanted_ns)
{
	uint64_t *left_ns = &parts->ns[PART_UNKNOWN];
	uint64_t ns = wanted_ns < *left_ns ? wanted_ns : *left_ns;

	parts->ns[part] += ns;
	*left_ns -= ns;
}

static uint64_t beyond(uint64_t ns, uint64_t known_ns)
{
	return ns > known_ns ? ns - known_ns : 0;
}

struct parts parts_of(const struct iteration *iteration,
		      const struct joined *joined, uint64_t len_ns)
{
	struct parts parts = { .ns[PART_UNKNOWN] = len_ns };
	uint64_t awake_ns, waited_ns;

	account(&parts, PART_FILE, joined->file_ns);
	account(&parts, PART_MEMORY, joined->other_ns);
	account(&parts, PART_NESTED, iteration->nested_ns);
	account(&parts, PART_PARKED, iteration->parked_ns);
	/* Those waits are asleep, and so are faults, but for their work. */
	waited_ns = joined->asleep_ns + parts.ns[PART_NESTED] +
		    parts.ns[PART_PARKED];
	account(&parts, PART_SLEEP, beyond(iteration->asleep_ns, waited_ns));
	/* Awake in a fault it ran or was preempted: which is not known. */
	awake_ns = beyond(joined->file_ns + joined->other_ns,
			  joined->asleep_ns);
	account(&parts, PART_PREEMPTED,
		beyond(iteration->preempted_ns, awake_ns));
	account(&parts, PART_CPU, beyond(iteration->ran_ns, awake_ns));
	return parts;
}

void parts_add(struct parts *sum, const struct parts *parts)
{
	for (unsigned i = 0; i < PART_COUNT; i++)
		sum->ns[i] += parts->ns[i];
}

enum part parts_largest_rest(const struct parts *parts)
{
	enum part largest = PART_UNKNOWN;

	for (unsigned i = PART_NESTED; i < PART_UNKNOWN; i++) {
		if (parts->ns[i] > parts->ns[largest])
			largest = (enum part)i;
	}
	return largest;
}
