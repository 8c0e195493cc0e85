#include "usage.h"

#include <sys/resource.h>

#include "session.h"
#include "sys.h"

bool usage_read(struct usage *usage)
{
	struct rusage kernel;

	if (session.is_sandboxed ||
	    sys_call(SYS_getrusage, RUSAGE_THREAD, &kernel, 0, 0))
		return false;
	*usage = (struct usage){
		.minor = (uint32_t)kernel.ru_minflt,
		.major = (uint32_t)kernel.ru_majflt,
		.voluntary = (uint32_t)kernel.ru_nvcsw,
		.involuntary = (uint32_t)kernel.ru_nivcsw,
	};
	return true;
}

struct usage usage_between(const struct usage *from, const struct usage *to)
{
	return (struct usage){
		.minor = to->minor - from->minor,
		.major = to->major - from->major,
		.voluntary = to->voluntary - from->voluntary,
		.involuntary = to->involuntary - from->involuntary,
	};
}
