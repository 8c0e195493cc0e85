#include "advice_faults.h"

#include <string.h>

#include "report.h"

static const struct fault *fault_at(const struct report *report, size_t index,
				    size_t fault)
{
	return array_at(&report_process(report, index)->faults, struct fault,
			fault);
}

static bool is_call(const struct fault *fault)
{
	return fault->flags & FAULT_CALL;
}

/* A call that was given a mapped buffer, rather than one about a mapping. */
static bool is_write(const struct report *report, size_t index,
		     const struct fault *fault)
{
	static const char *const writes[] = { "write",   "pwrite",  "writev",
					      "pwritev", "send",    "sendto",
					      "sendmsg", "sendmmsg" };
	const struct call *call;

	if (!is_call(fault))
		return false;
	call = array_at(&report_process(report, index)->calls, struct call,
			fault->code - 1);
	for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
		if (strcmp(call->function, writes[i]) == 0)
			return true;
	}
	return false;
}

static bool is_on(const struct report *report, size_t index,
		  const struct fault *fault, const struct file_row *row)
{
	return report_file_index(report, index, fault) == row->id;
}

bool advice_has_fault(const struct report *report, size_t index, size_t fault,
		      const void *row)
{
	const struct fault *it = fault_at(report, index, fault);

	return !is_call(it) && is_on(report, index, it, row);
}

bool advice_has_refault(const struct report *report, size_t index, size_t fault,
			const void *row)
{
	return report->is_refault[index][fault] &&
	       is_on(report, index, fault_at(report, index, fault), row);
}

bool advice_has_system_call(const struct report *report, size_t index,
			    size_t fault, const void *row)
{
	const struct fault *it = fault_at(report, index, fault);

	return ((it->flags & FAULT_KERNEL) || is_write(report, index, it)) &&
	       is_on(report, index, it, row);
}

bool advice_has_call(const struct report *report, size_t index, size_t fault,
		     const void *row)
{
	const struct fault *it = fault_at(report, index, fault);

	return is_call(it) && !is_write(report, index, it) &&
	       is_on(report, index, it, row);
}

bool advice_has_swap_in(const struct report *report, size_t index, size_t fault,
			const void *row)
{
	const struct fault *it = fault_at(report, index, fault);

	return fault_is_swap_in(report_process(report, index), it) &&
	       is_on(report, index, it, row);
}

bool advice_has_fault_on_file(const struct report *report, size_t index,
			      size_t fault, const void *none)
{
	(void)none;
	return fault_is_on_file(report_process(report, index),
				fault_at(report, index, fault));
}
