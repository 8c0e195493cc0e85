/*
 * The page-fault events of one thread and their ring: the only user of
 * perf_event_open(2). Collector thread only; the descriptors live in its own
 * table.
 *
 * Three software events, opened for the thread's id as one group: PAGE_FAULTS
 * fires when a fault begins, PAGE_FAULTS_MIN and _MAJ when it was resolved.
 * All write into one ring, in order, with times of CLOCK_MONOTONIC. The events
 * for stacks (sampler_stacks.h) are in the group as well: a thread that is
 * switched out and in pays for groups, then for events.
 *
 * Begins lead the group: of what leads it there can be one event only, and of
 * ends there are two each, in an order that matters (sampler.c). A leader that
 * is disabled takes the others along, and one that is closed does not, so a
 * pause closes it.
 */
#ifndef MMSTALL_SAMPLER_H
#define MMSTALL_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sampler_stacks.h"

enum sample_kind {
	SAMPLE_MAJOR, /* the first three are the events, in their order */
	SAMPLE_BEGIN,
	SAMPLE_MINOR,
	SAMPLE_OFF,   /* the thread leaves the CPU … */
	SAMPLE_ON,    /* … and is back */
	SAMPLE_STACK, /* a fault was resolved: the stack; its end comes next */
	SAMPLE_LOST,  /* `lost` samples before this point are missing */
	SAMPLE_KINDS,
};

struct sample {
	enum sample_kind kind;
	bool is_kernel;    /* taken in kernel mode */
	bool is_preempted; /* off the CPU, but not asleep */
	uint64_t t_ns;
	uint64_t address;
	uint64_t ip;
	uint64_t lost;
	const struct stack_sample *stack; /* of a SAMPLE_STACK */
};

struct sampler_options {
	size_t data_bytes;  /* of the ring: a power of two of pages */
	bool with_kernel;   /* faults in kernel mode included */
	bool with_switches; /* SAMPLE_OFF and SAMPLE_ON as well */
	enum stack_mode stacks;
	size_t stack_bytes; /* of a copy, at most */
};

#define SAMPLER_EVENTS 3

struct sampler {
	int fds[SAMPLER_EVENTS]; /* [SAMPLE_MAJOR] owns the ring; -1: closed */
	uint64_t ids[SAMPLER_EVENTS];
	void *ring; /* control page, and data of options.data_bytes */
	int tid;
	struct sampler_options options; /* as they are met */
	bool is_paused;
	uint64_t full_ns; /* the ring was full then: it is not said at once what
			   * was lost, but before the next sample */
	uint64_t lost_said;   /* of samples, in SAMPLE_LOST */
	uint64_t lost_closed; /* by events that are closed by now */
	struct sampler_stacks stacks;
};

/* A sampler that is not open. */
#define SAMPLER_CLOSED                                                \
	(struct sampler)                                              \
	{                                                             \
		.fds = { -1, -1, -1 }, .stacks = {.fds = { -1, -1 } } \
	}

/*
 * Opens and starts the events of thread TID. Returns 0
 * or -errno: EACCES and EPERM not permitted, ENOENT/ENOSYS no such kernel
 * feature, ESRCH the thread is gone, EMFILE no descriptors; *WAS_RING says
 * that it was the ring (locked memory: EPERM, ENOMEM) that was refused.
 */
int sampler_open(struct sampler *sampler, int tid,
		 const struct sampler_options *options, bool *was_ring);

static inline bool sampler_is_open(const struct sampler *sampler)
{
	return sampler->fds[SAMPLE_MAJOR] >= 0;
}

/* Hands every sample in the ring to EACH, oldest first, and frees its room. */
void sampler_read(struct sampler *sampler,
		  void (*each)(void *context, const struct sample *sample),
		  void *context);

/* How many samples were lost of which no SAMPLE_LOST told, for no sample came
 * after them: when there will be none any more. 0 as well where the kernel
 * cannot say (before Linux 6.0). */
uint64_t sampler_lost_at_end(const struct sampler *sampler);

/* Stops begins, minor ends and stacks; major ends go on. What came before is
 * read before the next resume. */
void sampler_pause(struct sampler *sampler);

/* Takes them up again. False: what was permitted once is not any more (or
 * descriptors have run out), and the pause goes on. */
bool sampler_resume(struct sampler *sampler);

void sampler_close(struct sampler *sampler);

/*
 * For sampler_stacks.c: what the attributes of all page-fault events have in
 * common, the bytes of their samples that all have, and how to read the ring.
 */
struct perf_event_attr;
void sampler_fill_attributes(struct perf_event_attr *attr, uint64_t config,
			     bool with_kernel);

#define SAMPLER_BODY_BYTES 32

/* -EMFILE when the last descriptor has been taken: the collector must go on
 * being able to read /proc. 0: there is one more. */
int sampler_leave_descriptor(const struct sampler *sampler);

/* An event is about to be closed: what it lost is remembered. */
void sampler_keep_lost(struct sampler *sampler, int fd);

/* Copies LEN bytes at ring position AT, which may wrap. */
void sampler_copy_out(const struct sampler *sampler, uint64_t at, void *to,
		      size_t len);

#endif
