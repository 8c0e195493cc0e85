#include "collector_state.h"
#include "text.h"

static void add_iteration(struct text *text, const struct worst *worst)
{
	text_add(text, "worst iteration ");
	text_add_duration(text, worst->len_ns);
	text_add(text, " (thread ");
	text_add(text, worst->thread);
	if (worst->blocked_ns) {
		text_add(text, "), ");
		text_add_duration(text, worst->blocked_ns);
		text_add(text,
			 " of it blocked in page faults or calls on mappings");
	} else {
		text_add(text, "), no blocking fault in it");
	}
}

static void add_fault(struct text *text, const struct worst *worst)
{
	text_add(text, "no event loop seen; worst page fault ");
	text_add_duration(text, worst->len_ns);
	text_add(text, " (thread ");
	text_add(text, worst->thread);
	text_add(text, ")");
}

void words_finish(const struct collector *collector, struct text *text)
{
	if (collector->worst_iteration.len_ns)
		add_iteration(text, &collector->worst_iteration);
	else if (collector->worst_fault.len_ns)
		add_fault(text, &collector->worst_fault);
	else
		text_add(text, "no event loop and no blocking fault seen");
	if (!collector->is_sampling)
		text_add(text, "; page faults could not be sampled");
	text_add(text, "; log: ");
	text_add(text, collector->log_name);
	if (collector->recorder.log.dropped || collector->recorder.log.len)
		text_add(text, " (incomplete: it could not all be written)");
}
