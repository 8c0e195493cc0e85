/*
 * What perf events alone cost a thread that sleeps and wakes: events like those
 * of the library, in one group with one ring, and nothing of ours.
 */
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "work.h"

#define RING_BYTES (64 << 10)

static int open_event(uint64_t kind, int leader)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = PERF_TYPE_SOFTWARE,
		.config = kind,
		.sample_period = 1,
		.sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP |
			       PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR,
		.exclude_kernel = 1,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
	};
	long fd = syscall(SYS_perf_event_open, &attr, 0, -1, leader, 0);

	must(fd >= 0, "perf_event_open");
	return (int)fd;
}

void open_events(unsigned count)
{
	static const uint64_t kinds[] = {
		PERF_COUNT_SW_PAGE_FAULTS,
		PERF_COUNT_SW_PAGE_FAULTS_MAJ,
		PERF_COUNT_SW_PAGE_FAULTS_MIN,
	};
	int leader = -1;

	for (unsigned i = 0; i < count; i++) {
		int fd = open_event(kinds[i % 3], leader);

		if (leader >= 0) {
			must(ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, leader) == 0,
			     "ring");
			continue;
		}
		leader = fd;
		must(mmap(NULL, (size_t)getpagesize() + RING_BYTES,
			  PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			  0) != MAP_FAILED,
		     "ring");
	}
}
