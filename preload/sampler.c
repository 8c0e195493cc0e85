#include "sampler.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdatomic.h>
#include <string.h>

#include "sys.h"

/* The ring wakes the collector when so much of it has been filled again: an
 * eighth is one copy of a stack and its twin. */
#define WAKE_SHARE 8

/* With less room than this, a sample and the count of those lost before it
 * may not fit. */
#define FULL_BYTES 128

static const uint64_t event_configs[SAMPLER_EVENTS] = {
	[SAMPLE_MINOR] = PERF_COUNT_SW_PAGE_FAULTS_MIN,
	[SAMPLE_MAJOR] = PERF_COUNT_SW_PAGE_FAULTS_MAJ,
	[SAMPLE_BEGIN] = PERF_COUNT_SW_PAGE_FAULTS,
};

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

/* PERF_FORMAT_LOST, which the headers of Linux before 6.0 do not have. */
#define FORMAT_LOST (1u << 4)

/* What read(2) of an event says beside its count: FORMAT_LOST, or nothing. */
static uint64_t read_format = FORMAT_LOST;

void sampler_fill_attributes(struct perf_event_attr *attr, uint64_t config,
			     bool with_kernel)
{
	memset(attr, 0, sizeof(*attr));
	attr->size = sizeof(*attr);
	attr->type = PERF_TYPE_SOFTWARE;
	attr->config = config;
	attr->sample_period = 1;
	attr->sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP |
			    PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR;
	attr->exclude_kernel = !with_kernel;
	attr->exclude_hv = 1;
	attr->use_clockid = 1;
	attr->clockid = CLOCK_MONOTONIC;
	/* Times of the records that are no samples. */
	attr->sample_id_all = 1;
	attr->read_format = read_format;
}

static int open_event(struct sampler *sampler, int event)
{
	const struct sampler_options *options = &sampler->options;
	struct perf_event_attr attr;
	long fd;

	sampler_fill_attributes(&attr, event_configs[event],
				options->with_kernel);
	attr.disabled = event == SAMPLE_BEGIN; /* it starts the group */
	attr.context_switch = event == SAMPLE_MAJOR && options->with_switches;
	attr.watermark = 1;
	attr.wakeup_watermark = (uint32_t)(options->data_bytes / WAKE_SHARE);
	fd = sys_call6(SYS_perf_event_open, (long)&attr, sampler->tid, -1,
		       sampler->fds[SAMPLE_BEGIN], PERF_FLAG_FD_CLOEXEC, 0);
	/* The thread has ended since the leader was opened (Linux 6.15). */
	if (fd == -ENODEV && sampler->fds[SAMPLE_BEGIN] >= 0)
		return -ESRCH;
	if (fd < 0)
		return (int)fd;
	sampler->fds[event] = (int)fd;
	return (int)sys_ioctl((int)fd, PERF_EVENT_IOC_ID,
			      (long)&sampler->ids[event]);
}

static int map_ring(struct sampler *sampler)
{
	void *ring = sys_mmap(NULL,
			      sys_page_bytes() + sampler->options.data_bytes,
			      PROT_READ | PROT_WRITE, MAP_SHARED,
			      sampler->fds[SAMPLE_MAJOR], 0);

	if (sys_map_failed(ring))
		return (int)(intptr_t)ring;
	sampler->ring = ring;
	return 0;
}

/* Opens the events in the order in which they are to be called, and the ring
 * that all of them write into. */
static int open_all(struct sampler *sampler, bool *was_ring)
{
	int error = open_event(sampler, SAMPLE_BEGIN);

	if (error == -EINVAL && read_format) {
		read_format = 0;
		error = open_event(sampler, SAMPLE_BEGIN);
	}
	if (!error)
		sampler_stacks_open(sampler);
	if (!error)
		error = open_event(sampler, SAMPLE_MAJOR);
	if (!error)
		error = open_event(sampler, SAMPLE_MINOR);
	if (error)
		return error;
	error = map_ring(sampler);
	*was_ring = error != 0;
	return error;
}

static int write_to_ring(const struct sampler *sampler, enum sample_kind event)
{
	return (int)sys_ioctl(sampler->fds[event], PERF_EVENT_IOC_SET_OUTPUT,
			      sampler->fds[SAMPLE_MAJOR]);
}

int sampler_leave_descriptor(const struct sampler *sampler)
{
	long fd = sys_call(SYS_fcntl, sampler->fds[SAMPLE_MAJOR],
			   F_DUPFD_CLOEXEC, 0, 0);

	if (fd >= 0)
		sys_close((int)fd);
	return fd < 0 ? (int)fd : 0;
}

/* Begins, and with them the group; the events for stacks stay as they are. */
static int start(const struct sampler *sampler)
{
	int error = write_to_ring(sampler, SAMPLE_BEGIN);

	return error ? error
		     : (int)sys_ioctl(sampler->fds[SAMPLE_BEGIN],
				      PERF_EVENT_IOC_ENABLE, 0);
}

int sampler_open(struct sampler *sampler, int tid,
		 const struct sampler_options *options, bool *was_ring)
{
	int error;

	*sampler = SAMPLER_CLOSED;
	*was_ring = false;
	sampler->tid = tid;
	sampler->options = *options;
	if (options->data_bytes < sys_page_bytes())
		sampler->options.data_bytes = sys_page_bytes();
	error = open_all(sampler, was_ring);
	if (!error)
		error = sampler_leave_descriptor(sampler);
	if (!error)
		error = write_to_ring(sampler, SAMPLE_MINOR);
	if (!error) {
		sampler_stacks_attach(sampler);
		error = start(sampler);
	}
	if (error)
		sampler_close(sampler);
	return error;
}

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

/* How many of its samples the ring refused. */
static uint64_t lost_of(int fd)
{
	uint64_t values[2]; /* count, lost */

	return fd >= 0 && read_format &&
			       sys_read(fd, values, sizeof(values)) ==
				       sizeof(values)
		       ? values[1]
		       : 0;
}

void sampler_keep_lost(struct sampler *sampler, int fd)
{
	sampler->lost_closed += lost_of(fd);
}

uint64_t sampler_lost_at_end(const struct sampler *sampler)
{
	uint64_t lost = sampler->lost_closed;

	if (!sampler->full_ns)
		return 0;
	for (int event = 0; event < SAMPLER_EVENTS; event++)
		lost += lost_of(sampler->fds[event]);
	for (int event = 0; event < STACK_EVENTS; event++)
		lost += lost_of(sampler->stacks.fds[event]);
	return lost > sampler->lost_said ? lost - sampler->lost_said : 0;
}

static void close_begins(struct sampler *sampler)
{
	sampler_keep_lost(sampler, sampler->fds[SAMPLE_BEGIN]);
	if (sampler->fds[SAMPLE_BEGIN] >= 0)
		sys_close(sampler->fds[SAMPLE_BEGIN]);
	sampler->fds[SAMPLE_BEGIN] = -1;
}

void sampler_pause(struct sampler *sampler)
{
	sampler->is_paused = true;
	sampler_stacks_stop(sampler);
	sys_ioctl(sampler->fds[SAMPLE_MINOR], PERF_EVENT_IOC_DISABLE, 0);
	close_begins(sampler);
}

bool sampler_resume(struct sampler *sampler)
{
	int error = open_event(sampler, SAMPLE_BEGIN);

	/* The host may have dropped its privileges meanwhile. */
	if ((error == -EACCES || error == -EPERM) &&
	    sampler->options.with_kernel) {
		sampler->options.with_kernel = false;
		error = open_event(sampler, SAMPLE_BEGIN);
	}
	if (!error)
		error = sampler_leave_descriptor(sampler);
	if (!error)
		error = start(sampler);
	if (error) {
		close_begins(sampler);
		return false;
	}
	sys_ioctl(sampler->fds[SAMPLE_MINOR], PERF_EVENT_IOC_ENABLE, 0);
	sampler->is_paused = false;
	return true;
}

void sampler_close(struct sampler *sampler)
{
	sampler_stacks_stop(sampler);
	if (sampler->ring)
		sys_munmap(sampler->ring,
			   sys_page_bytes() + sampler->options.data_bytes);
	for (int event = 0; event < SAMPLER_EVENTS; event++) {
		if (sampler->fds[event] >= 0)
			sys_close(sampler->fds[event]);
	}
	*sampler = SAMPLER_CLOSED;
}
