/*
 * Keeps the cost of sampling within the budget, for one thread. What costs and
 * tells nothing are the fast faults (fresh memory, warm files): two samples
 * each. A blocking fault's own length dwarfs its samples, so it is free.
 *
 * A bucket holds what may still be spent: it fills with the budget's share of
 * passing time, up to one second's worth, so that bursts are sampled in full.
 * When it is empty, sampling of begins and minor ends pauses, until the
 * kernel's own count says that they have become rare enough again.
 * Collector thread only; no system calls of its own.
 */
#ifndef MMSTALL_GOVERNOR_H
#define MMSTALL_GOVERNOR_H

#include <stdbool.h>
#include <stdint.h>

/* What a fast fault's two samples cost its thread, as measured. */
#define GOVERNOR_FAULT_NS 1000

/* Quiet time before sampling resumes. */
#define GOVERNOR_QUIET_NS UINT64_C(200000000)

struct governor {
	uint64_t budget_ppm; /* of a CPU; 1000000 and more: never pause */
	int64_t bucket_ns;   /* what may still be spent */
	uint64_t last_ns;    /* of the last look */
	bool is_paused;
	uint64_t seen_minor; /* kernel's count at the last look while paused */
	uint64_t quiet_since_ns;
	uint64_t paused_minor; /* kernel's count when the pause began */
};

void governor_init(struct governor *governor, uint64_t budget_ppm,
		   uint64_t now_ns);

/* FAST faults have been sampled since the last look. True: pause now. */
bool governor_must_pause(struct governor *governor, uint64_t now_ns,
			 uint64_t fast);

/* Sampling has been paused; MINOR is the kernel's count now. */
void governor_paused(struct governor *governor, uint64_t now_ns,
		     uint64_t minor);

/* While paused: MINOR is the kernel's count now. True: resume now. */
bool governor_must_resume(struct governor *governor, uint64_t now_ns,
			  uint64_t minor);

/* Sampling goes on. Returns the minor faults that passed unsampled. */
uint64_t governor_resumed(struct governor *governor, uint64_t now_ns,
			  uint64_t minor);

#endif
