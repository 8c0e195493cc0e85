#include "slowfs/latency.h"

void latency_init_fixed(struct latency *latency, uint64_t fixed_ns)
{
	*latency = (struct latency){ .fixed_ns = fixed_ns };
}

struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read)
{
	return (struct disk_answer){
		.due_ns = read->start_ns + latency->fixed_ns,
	};
}
