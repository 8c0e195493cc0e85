/*
 * The kernel's own count of a thread's faults, and what was sampled of them.
 */
#include "sys.h"
#include "watch.h"

/* Attempts to read the kernel's counts while they stand still. */
#define COUNT_TRIES 8

/*
 * What the kernel counted, but for what was ours, as of STEP: a thread that is
 * about to make faults of ours, or has not said yet that they were, has left
 * what holds meanwhile.
 */
static void leave_out_ours(const struct host_thread *thread, uint32_t step,
			   struct proc_faults *counts)
{
	if (step & 1) {
		counts->minor = atomic_load_explicit(&thread->seen_minor,
						     memory_order_relaxed);
		counts->major = atomic_load_explicit(&thread->seen_major,
						     memory_order_relaxed);
		return;
	}
	counts->minor -= atomic_load_explicit(&thread->own_minor,
					      memory_order_relaxed);
	counts->major -= atomic_load_explicit(&thread->own_major,
					      memory_order_relaxed);
}

bool watch_faults(const struct watch *watch, struct proc_faults *counts)
{
	const struct host_thread *thread = watch->thread;

	for (int i = 0; i < COUNT_TRIES; i++) {
		uint32_t step = atomic_load_explicit(
			&thread->own_step,
			memory_order_acquire); /* pairs with shown.c's */

		if (!proc_thread_faults(watch->tid, counts))
			return false;
		leave_out_ours(thread, step, counts);
		atomic_thread_fence(memory_order_acquire);
		if (atomic_load_explicit(&thread->own_step,
					 memory_order_relaxed) == step)
			break;
	}
	return true;
}

bool watch_kernel_counts(const struct watch *watch, struct proc_faults *counts,
			 uint64_t *t_ns)
{
	struct proc_faults again;

	if (!watch_faults(watch, counts))
		return false;
	for (int i = 0; i < COUNT_TRIES; i++) {
		*t_ns = now_ns();
		if (!watch_faults(watch, &again))
			return false;
		if (again.minor == counts->minor &&
		    again.major == counts->major)
			return true;
		*counts = again;
	}
	return true; /* off by what happened within one read, at most */
}

void watch_take_base(struct watch *watch)
{
	watch->has_base = watch_kernel_counts(watch, &watch->base,
					      &watch->base_ns);
}

/* Takes the ends after T_NS back out of the counts. */
static void uncount_after(const struct watch *watch, uint64_t t_ns,
			  struct count_facts *counts)
{
	uint64_t sum = watch->ends[0] + watch->ends[1];
	uint64_t kept = sum < WATCH_RECENT ? sum : WATCH_RECENT;

	for (uint64_t i = 0; i < kept; i++) {
		if (watch->recent[i].t_ns <= t_ns)
			continue;
		if (watch->recent[i].is_major)
			counts->sampled_major--;
		else
			counts->sampled_minor--;
	}
}

/* The base of a thread that was about to end can be younger than the counts
 * that it left. */
static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

struct count_facts watch_counts(const struct watch *watch, uint64_t t_ns,
				const struct proc_faults *kernel)
{
	struct count_facts counts = {
		.name = watch->name,
		.sampled_minor = watch->ends[0],
		.sampled_major = watch->ends[1],
		.lost = watch->lost,
		.paused = watch->paused,
		.unpaired = watch->pairing.unpaired,
		.failed = watch->pairing.failed,
		.blocking = watch->blocking,
		.blocking_ns = watch->blocking_ns,
		.fault_ns = watch->fault_ns,
	};

	uncount_after(watch, t_ns, &counts);
	if (kernel && watch->has_base) {
		counts.is_known = true;
		counts.before.minor = least(watch->base.minor, kernel->minor);
		counts.before.major = least(watch->base.major, kernel->major);
		counts.during.minor = kernel->minor - counts.before.minor;
		counts.during.major = kernel->major - counts.before.major;
	}
	return counts;
}

void watch_base_at_end(struct watch *watch, uint64_t t_ns,
		       const struct proc_faults *kernel)
{
	struct count_facts counts = watch_counts(watch, t_ns, NULL);

	if (watch->has_base || counts.sampled_minor || counts.sampled_major)
		return;
	watch->base = *kernel;
	watch->has_base = true;
}
