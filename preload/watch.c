#include "watch.h"

#include <string.h>

#include "blocks.h"
#include "sys.h"

/* Kept of an iteration; and of a thread that may turn out to be a loop. */
#define LOOP_SPANS  16384
#define OTHER_SPANS 64

struct watch *watch_new(struct host_thread *thread, uint32_t id,
			uint64_t min_fault_ns)
{
	struct watch *watch = block_take(sizeof(*watch));

	if (!watch)
		return NULL;
	watch->thread = thread;
	watch->id = id;
	watch->tid = thread->tid;
	watch->min_fault_ns = min_fault_ns;
	watch->sampler = SAMPLER_CLOSED;
	watch->faults = VEC_OF(struct fault);
	spans_init(&watch->spans);
	fault_stacks_init(&watch->stacks);
	watch->deferred = VEC_OF(struct event);
	/* Of one that has ended, its exit notice tells the name. */
	if (atomic_load(&thread->state) != HOST_THREAD_EXITED)
		proc_thread_name(watch->tid, watch->name, sizeof(watch->name));
	return watch;
}

void watch_free(struct watch *watch)
{
	sampler_close(&watch->sampler);
	vec_release(&watch->faults);
	spans_release(&watch->spans);
	fault_stacks_release(&watch->stacks);
	vec_release(&watch->deferred);
	loop_log_release(&watch->loop);
	block_give(watch, sizeof(*watch));
}

static void count_end(struct watch *watch, uint64_t t_ns, bool is_major)
{
	uint64_t sum;

	if (t_ns <= watch->base_ns)
		return;
	sum = watch->ends[0] + watch->ends[1];
	watch->recent[sum % WATCH_RECENT].t_ns = t_ns;
	watch->recent[sum % WATCH_RECENT].is_major = is_major;
	watch->ends[is_major]++;
}

void watch_add_span(struct watch *watch, enum span_kind kind, uint64_t begin_ns,
		    uint64_t end_ns)
{
	spans_add(&watch->spans, kind, begin_ns, end_ns,
		  watch->loop.id ? LOOP_SPANS : OTHER_SPANS);
}

static void keep_blocking(struct watch *watch, const struct fault *fault)
{
	struct fault *kept = vec_push(&watch->faults);

	watch->blocking++;
	watch->blocking_ns += fault->len_ns;
	if (kept)
		*kept = *fault;
	watch_add_span(watch, SPAN_BLOCKED, fault->begin_ns,
		       fault->begin_ns + fault->len_ns);
}

/*
 * The very first sample of a thread is an end: the fault was under way when
 * sampling began (a thread that faults as soon as it runs).
 */
static bool is_cut_short(const struct watch *watch)
{
	return !watch->has_ended_one && !watch->pairing.begun && !watch->lost;
}

static struct fault cut_short(const struct watch *watch,
			      const struct sample *sample, bool is_major)
{
	/* The clock was read after the events had been started. */
	uint64_t begin_ns = watch->enabled_ns < sample->t_ns ? watch->enabled_ns
							     : sample->t_ns;

	return (struct fault){
		.begin_ns = begin_ns,
		.len_ns = sample->t_ns - begin_ns,
		.address = sample->address,
		.ip = sample->ip,
		.is_major = is_major,
		.is_kernel = sample->is_kernel,
		.is_cut = true,
	};
}

static void take_end(struct watch *watch, const struct sample *sample)
{
	bool is_major = sample->kind == SAMPLE_MAJOR;
	struct fault fault;

	count_end(watch, sample->t_ns, is_major);
	if (is_cut_short(watch))
		fault = cut_short(watch, sample, is_major);
	else if (!pairing_end(&watch->pairing,
			      fault_stacks_resolved(&watch->stacks,
						    sample->address,
						    sample->t_ns),
			      sample->address, is_major, &fault))
		return;
	watch->has_ended_one = true;
	watch->fault_ns += fault.len_ns;
	fault_stacks_ended(&watch->stacks, &fault,
			   fault.len_ns >= watch->min_fault_ns);
	if (fault.len_ns >= watch->min_fault_ns)
		keep_blocking(watch, &fault);
	else
		watch->fast++;
}

/* The thread is back on the CPU. */
static void take_on(struct watch *watch, uint64_t t_ns)
{
	if (!watch->off_ns)
		return;
	watch_add_span(watch,
		       watch->is_preempted ? SPAN_PREEMPTED : SPAN_ASLEEP,
		       watch->off_ns, t_ns);
	if (!watch->is_preempted)
		pairing_slept(&watch->pairing, watch->off_ns, t_ns);
	watch->off_ns = 0;
}

static struct fault *last_fault(const struct watch *watch)
{
	return watch->faults.len ? vec_at(&watch->faults, struct fault,
					  watch->faults.len - 1)
				 : NULL;
}

void watch_take_sample(struct watch *watch, const struct sample *sample)
{
	switch (sample->kind) {
	case SAMPLE_BEGIN:
		fault_stacks_begun(&watch->stacks);
		pairing_begin(&watch->pairing, sample->t_ns, sample->address,
			      sample->ip, sample->is_kernel);
		break;
	case SAMPLE_STACK:
		fault_stacks_take(&watch->stacks, &watch->pairing,
				  last_fault(watch), sample);
		return;
	case SAMPLE_MINOR:
	case SAMPLE_MAJOR:
		take_end(watch, sample);
		break;
	case SAMPLE_OFF:
		watch->off_ns = sample->t_ns;
		watch->is_preempted = sample->is_preempted;
		return;
	case SAMPLE_ON:
		take_on(watch, sample->t_ns);
		return;
	case SAMPLE_LOST:
		watch->off_ns = 0;
		watch->lost += sample->lost;
		pairing_lose(&watch->pairing);
		return;
	case SAMPLE_KINDS:
		return;
	}
	watch->last_sample_ns = sample->t_ns;
}

static void take_sample(void *context, const struct sample *sample)
{
	struct watch *watch = context;

	if (sample->kind == SAMPLE_LOST || sample->t_ns >= watch->from_ns)
		watch_take_sample(watch, sample);
}

struct until {
	struct watch *watch;
	uint64_t end_ns;
};

static void take_sample_until(void *context, const struct sample *sample)
{
	struct until *until = context;

	if (sample->kind == SAMPLE_LOST || sample->t_ns < until->end_ns)
		take_sample(until->watch, sample);
}

void watch_change_sampler(struct watch *watch, const struct sampler *larger)
{
	uint64_t now = now_ns();
	uint64_t full_ns;

	if (!sampler_is_open(&watch->sampler))
		watch->enabled_ns = now;
	sampler_read(&watch->sampler, take_sample_until,
		     &(struct until){ watch, now });
	watch_take_last_lost(watch);
	full_ns = watch->sampler.full_ns;
	sampler_close(&watch->sampler);
	watch->sampler = *larger;
	watch->sampler.full_ns = full_ns;
	watch->from_ns = now;
	if (watch->governor.is_paused)
		sampler_pause(&watch->sampler);
}

void watch_read_samples(struct watch *watch)
{
	sampler_read(&watch->sampler, take_sample, watch);
}

void watch_take_last_lost(struct watch *watch)
{
	watch->lost += sampler_lost_at_end(&watch->sampler);
}

void watch_grant_stacks(struct watch *watch, uint64_t now)
{
	for (int i = 0; i < STACK_EVENTS; i++) {
		enum stack_event event = (enum stack_event)i;
		unsigned room = sampler_stacks_room(&watch->sampler, event);
		unsigned count = room ? stack_budget_take(&watch->stack_budget,
							  now, room)
				      : 0;

		if (count)
			sampler_stacks_grant(&watch->sampler, event, count);
	}
}

static enum watch_change pause(struct watch *watch, uint64_t now)
{
	struct proc_faults kernel;

	/* It has ended, or its pause could neither be counted nor ended. */
	if (!watch_faults(watch, &kernel))
		return WATCH_UNCHANGED;
	sampler_pause(&watch->sampler);
	if (!watch_faults(watch, &kernel)) {
		watch_read_samples(watch);
		sampler_resume(&watch->sampler);
		return WATCH_UNCHANGED;
	}
	/* What came before the pause is in the ring. */
	watch_read_samples(watch);
	pairing_clear(&watch->pairing);
	governor_paused(&watch->governor, now, kernel.minor);
	return WATCH_PAUSED;
}

/* Faults that passed in a pause up to KERNEL's count are accounted for. */
static uint64_t end_pause(struct watch *watch, uint64_t now, uint64_t minor)
{
	uint64_t passed = governor_resumed(&watch->governor, now, minor);

	watch->paused += passed;
	watch->fast_seen = watch->fast;
	return passed;
}

enum watch_change watch_govern(struct watch *watch, uint64_t now,
			       uint64_t *passed)
{
	struct governor *governor = &watch->governor;
	struct proc_faults kernel;
	uint64_t fast = watch->fast - watch->fast_seen;

	if (!sampler_is_open(&watch->sampler))
		return WATCH_UNCHANGED;
	if (!governor->is_paused) {
		watch->fast_seen = watch->fast;
		if (!governor_must_pause(governor, now, fast))
			return WATCH_UNCHANGED;
		return pause(watch, now);
	}
	if (!watch_faults(watch, &kernel) ||
	    !governor_must_resume(governor, now, kernel.minor) ||
	    !sampler_resume(&watch->sampler))
		return WATCH_UNCHANGED;
	*passed = end_pause(watch, now, kernel.minor);
	return WATCH_RESUMED;
}

void watch_end_pause(struct watch *watch, uint64_t now, uint64_t minor)
{
	if (watch->governor.is_paused)
		end_pause(watch, now, minor);
}

void watch_spent(struct watch *watch, uint64_t begin_ns, uint64_t end_ns,
		 uint64_t spent_ns[SPAN_KINDS])
{
	uint64_t from_ns = watch->off_ns > begin_ns ? watch->off_ns : begin_ns;

	spans_sum(&watch->spans, begin_ns, end_ns, spent_ns);
	/* It is off the CPU at this moment. */
	if (watch->off_ns && from_ns < end_ns)
		spent_ns[watch->is_preempted ? SPAN_PREEMPTED : SPAN_ASLEEP] +=
			end_ns - from_ns;
}
