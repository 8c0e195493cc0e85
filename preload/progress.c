/*
 * What has not ended yet: iterations and faults that have lasted for a second
 * are logged while they last, so that a process that is killed, or looked at,
 * in the middle of a stall has it in its log. Both are written again when they
 * end.
 */
#include "collector_state.h"
#include "sys.h"
#include "turns.h"

#define LONG_NS UINT64_C(1000000000)

/* The thread sleeps because another one has its turn on their descriptor. */
static bool is_idle(const struct watch *watch)
{
	uint64_t identity = watch->loop.identity;

	return atomic_load_explicit(&watch->thread->is_parked,
				    memory_order_relaxed) &&
	       loop_identity_is_descriptor(identity) &&
	       turns_are_others(loop_identity_id(identity),
				watch->thread->index);
}

bool progress_iteration(const struct watch *watch, uint64_t now,
			struct iteration_facts *iteration)
{
	struct host_thread *thread = watch->thread;
	uint64_t begin_ns = atomic_load_explicit(
		&thread->open_begin_ns,
		memory_order_acquire); /* pairs with wait_end's release */

	*iteration = (struct iteration_facts){
		.loop = watch->loop.id,
		.number = atomic_load_explicit(&thread->open_number,
					       memory_order_acquire),
		.begin_ns = begin_ns,
		.end_ns = now,
		.ready = atomic_load_explicit(&thread->open_ready,
					      memory_order_acquire),
		.is_open = true,
	};
	/* Still the same one: number and events belong to it. */
	return watch->loop.id && begin_ns && begin_ns <= now &&
	       !is_idle(watch) &&
	       atomic_load_explicit(&thread->open_begin_ns,
				    memory_order_relaxed) == begin_ns;
}

bool progress_fault(const struct watch *watch, uint64_t now,
		    struct fault *fault)
{
	const struct pairing *pairing = &watch->pairing;

	if (!pairing->depth)
		return false;
	*fault = pairing->open[pairing->depth - 1].fault;
	fault->len_ns = now - fault->begin_ns;
	fault->is_open = true;
	/* The begin of an access that failed stays open as well, but its
	 * thread has faulted or waited since; and one whose end found a full
	 * ring, until a sample says so. */
	return fault->begin_ns <= now &&
	       watch->sampler.full_ns < fault->begin_ns &&
	       watch->last_sample_ns <= fault->begin_ns &&
	       atomic_load_explicit(&watch->thread->open_begin_ns,
				    memory_order_relaxed) <= fault->begin_ns;
}

void progress_say(struct collector *collector, struct watch *watch,
		  uint64_t now)
{
	struct iteration_facts iteration;
	struct fault fault;

	if (progress_fault(watch, now, &fault) && fault.len_ns >= LONG_NS &&
	    watch->fault_said_ns != fault.begin_ns) {
		watch->fault_said_ns = fault.begin_ns;
		resolve_fault(collector, watch, &fault);
	}
	if (progress_iteration(watch, now, &iteration) &&
	    now - iteration.begin_ns >= LONG_NS &&
	    watch->iteration_said_ns != iteration.begin_ns) {
		watch->iteration_said_ns = iteration.begin_ns;
		record_iteration(&collector->recorder, &iteration);
	}
}
