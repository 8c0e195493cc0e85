#include "sampler.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>

#include "sys.h"

/* The ring wakes the collector when so much of it has been filled again: an
 * eighth is one copy of a stack and its twin. */
#define WAKE_SHARE 8

static const uint64_t event_configs[SAMPLER_EVENTS] = {
	[SAMPLE_MINOR] = PERF_COUNT_SW_PAGE_FAULTS_MIN,
	[SAMPLE_MAJOR] = PERF_COUNT_SW_PAGE_FAULTS_MAJ,
	[SAMPLE_BEGIN] = PERF_COUNT_SW_PAGE_FAULTS,
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

static void close_event(struct sampler *sampler, enum sample_kind event)
{
	sampler_keep_lost(sampler, sampler->fds[event]);
	if (sampler->fds[event] >= 0)
		sys_close(sampler->fds[event]);
	sampler->fds[event] = -1;
}

/* Closed, not disabled: while there is such an event in the system at all, each
 * fault looks for those that want to know of it (50 ns). */
static void close_paused(struct sampler *sampler)
{
	close_event(sampler, SAMPLE_MINOR);
	close_event(sampler, SAMPLE_BEGIN);
}

void sampler_pause(struct sampler *sampler)
{
	sampler->is_paused = true;
	sampler_stacks_stop(sampler);
	close_paused(sampler);
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
		error = open_event(sampler, SAMPLE_MINOR);
	if (!error)
		error = sampler_leave_descriptor(sampler);
	if (!error)
		error = write_to_ring(sampler, SAMPLE_MINOR);
	if (!error)
		error = start(sampler);
	if (error) {
		close_paused(sampler);
		return false;
	}
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
