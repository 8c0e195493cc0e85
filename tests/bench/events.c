/* What perf events alone cost a thread that sleeps and wakes: none of ours. */
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "work.h"

void open_events(unsigned count)
{
	static const uint64_t kinds[] = {
		PERF_COUNT_SW_PAGE_FAULTS,
		PERF_COUNT_SW_PAGE_FAULTS_MIN,
		PERF_COUNT_SW_PAGE_FAULTS_MAJ,
	};
	int leader = -1;

	for (unsigned i = 0; i < count; i++) {
		struct perf_event_attr attr = {
			.size = sizeof(attr),
			.type = PERF_TYPE_SOFTWARE,
			.config = kinds[i % 3],
			.sample_period = 1,
			.sample_type = PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR,
			.exclude_kernel = 1,
		};
		long fd = syscall(SYS_perf_event_open, &attr, 0, -1, leader, 0);

		must(fd >= 0, "perf_event_open");
		if (leader < 0)
			leader = (int)fd;
	}
}
