/* The part of sampler.h that reads a ring: what the kernel wrote, as samples.
 */
#include <linux/perf_event.h>
#include <stdatomic.h>
#include <string.h>

#include "sampler.h"
#include "sys.h"

/* With less room than this, a sample and the count of those lost before it
 * may not fit. */
#define FULL_BYTES 128

/* The body of a sample, by the sample_type below; see perf_event_open(2). */
struct sample_body {
	uint64_t id;
	uint64_t ip;
	uint64_t t_ns;
	uint64_t address;
};

_Static_assert(sizeof(struct sample_body) == SAMPLER_BODY_BYTES,
	       "what all samples have");

/* What follows a record that is no sample, with sample_id_all. */
struct switch_body {
	uint64_t t_ns;
	uint64_t id;
};

struct lost_body {
	uint64_t id;
	uint64_t lost;
};

void sampler_copy_out(const struct sampler *sampler, uint64_t at, void *to,
		      size_t len)
{
	const char *data = (const char *)sampler->ring + sys_page_bytes();
	size_t offset = (size_t)(at & (sampler->options.data_bytes - 1));
	size_t first = sampler->options.data_bytes - offset;

	if (first > len)
		first = len;
	memcpy(to, data + offset, first);
	memcpy((char *)to + first, data, len - first);
}

/*
 * Whether a sample of a fault's end is a stack. Not by its id alone: since
 * 6.2 all events that wait for the same thing fill one record of data, so the
 * second of the two has the id and the time of the first. By its size then:
 * usually the stack comes second (sampler_stacks_open). If it does not, the
 * other one has its size as well (and behind what it has itself, whatever lay
 * in the ring): then the first is the stack.
 */
static bool is_stack(struct sampler *sampler,
		     const struct perf_event_header *header,
		     const struct sample_body *raw)
{
	struct sampler_stacks *stacks = &sampler->stacks;
	bool is_second = stacks->last_ns == raw->t_ns &&
			 stacks->last_address == raw->address;

	stacks->last_ns = 0;
	if (header->size == sizeof(*header) + sizeof(*raw) || is_second)
		return false;
	stacks->last_ns = raw->t_ns;
	stacks->last_address = raw->address;
	return true;
}

/* The kind of samples with ID, were they no stacks; SAMPLE_KINDS: of none. */
static enum sample_kind kind_of(const struct sampler *sampler, uint64_t id)
{
	for (int event = 0; event < SAMPLER_EVENTS; event++) {
		if (sampler->ids[event] == id)
			return (enum sample_kind)event;
	}
	if (id == sampler->stacks.ids[STACK_OF_MAJOR])
		return SAMPLE_MAJOR;
	return id == sampler->stacks.ids[STACK_OF_MINOR] ? SAMPLE_MINOR
							 : SAMPLE_KINDS;
}

/* Which event's sample it is; of a stack, *SAMPLE's stack as well. */
static bool find_kind(struct sampler *sampler,
		      const struct perf_event_header *header, uint64_t body,
		      const struct sample_body *raw, struct sample *sample)
{
	/* The reader is one thread, and looks at one sample at a time. */
	static struct stack_sample stack;
	enum stack_event event;

	sample->kind = kind_of(sampler, raw->id);
	if (sample->kind != SAMPLE_MAJOR && sample->kind != SAMPLE_MINOR)
		return sample->kind != SAMPLE_KINDS;
	if (!is_stack(sampler, header, raw))
		return true;
	event = sample->kind == SAMPLE_MAJOR ? STACK_OF_MAJOR : STACK_OF_MINOR;
	sample->kind = SAMPLE_STACK;
	sample->stack = &stack;
	return sampler_stacks_decode(sampler, event, header,
				     body + SAMPLER_BODY_BYTES, &stack);
}

static bool decode_sample(struct sampler *sampler,
			  const struct perf_event_header *header, uint64_t body,
			  struct sample *sample)
{
	struct sample_body raw;

	if (header->size < sizeof(*header) + sizeof(raw))
		return false;
	sampler_copy_out(sampler, body, &raw, sizeof(raw));
	*sample = (struct sample){
		.is_kernel = (header->misc & PERF_RECORD_MISC_CPUMODE_MASK) ==
			     PERF_RECORD_MISC_KERNEL,
		.t_ns = raw.t_ns,
		.address = raw.address,
		.ip = raw.ip,
	};
	return find_kind(sampler, header, body, &raw, sample);
}

static bool decode(struct sampler *sampler, uint64_t at,
		   const struct perf_event_header *header,
		   struct sample *sample)
{
	uint64_t body = at + sizeof(*header);
	struct switch_body change;
	struct lost_body lost;

	switch (header->type) {
	case PERF_RECORD_SAMPLE:
		return decode_sample(sampler, header, body, sample);
	case PERF_RECORD_SWITCH:
		sampler_copy_out(sampler, body, &change, sizeof(change));
		*sample = (struct sample){
			.kind = header->misc & PERF_RECORD_MISC_SWITCH_OUT
					? SAMPLE_OFF
					: SAMPLE_ON,
			.is_preempted = header->misc &
					PERF_RECORD_MISC_SWITCH_OUT_PREEMPT,
			.t_ns = change.t_ns,
		};
		return true;
	case PERF_RECORD_LOST:
		sampler_copy_out(sampler, body, &lost, sizeof(lost));
		*sample = (struct sample){ .kind = SAMPLE_LOST,
					   .lost = lost.lost };
		sampler->lost_said += lost.lost;
		sampler->stacks.has_lost_count = true;
		return true;
	default: /* throttling and other news that say nothing of faults */
		return false;
	}
}

void sampler_read(struct sampler *sampler,
		  void (*each)(void *context, const struct sample *sample),
		  void *context)
{
	struct perf_event_mmap_page *control = sampler->ring;
	uint64_t head, tail, at;

	if (!sampler_is_open(sampler))
		return;
	/* The kernel publishes data_head after the data it covers. */
	head = atomic_load_explicit((_Atomic uint64_t *)&control->data_head,
				    memory_order_acquire);
	tail = control->data_tail;
	at = tail;
	while (at < head) {
		struct perf_event_header header;
		struct sample sample;

		sampler_copy_out(sampler, at, &header, sizeof(header));
		if (header.size < sizeof(header))
			break; /* not a record: stop rather than spin */
		if (decode(sampler, at, &header, &sample))
			each(context, &sample);
		at += header.size;
	}
	/* The kernel may have gone on meanwhile … */
	head = atomic_load_explicit((_Atomic uint64_t *)&control->data_head,
				    memory_order_acquire);
	if (head - tail > sampler->options.data_bytes - FULL_BYTES)
		sampler->full_ns = now_ns();
	/* … and may overwrite what lies before data_tail. */
	atomic_store_explicit((_Atomic uint64_t *)&control->data_tail, at,
			      memory_order_release);
}
