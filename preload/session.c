#include "session.h"

#include <signal.h>

#include "sys.h"

#define PAGE_BYTES 4096

static _Atomic uint32_t phase_before_init = PHASE_OFF;

struct session session = { .phase = &phase_before_init };

bool session_init(void)
{
	void *page = sys_alloc(PAGE_BYTES);

	if (!page)
		return false;
	if (sys_call(SYS_madvise, page, PAGE_BYTES, MADV_WIPEONFORK, 0) < 0) {
		sys_munmap(page, PAGE_BYTES);
		return false;
	}
	session.phase = page;
	return true;
}

bool session_start_in_child(void)
{
	uint32_t off = PHASE_OFF;

	if (!atomic_compare_exchange_strong(session.phase, &off,
					    PHASE_STARTING))
		return false; /* another thread is at it */
	session.start_in_child();
	return session_is_live();
}

void session_set_phase(enum phase phase)
{
	atomic_store_explicit(session.phase, phase, memory_order_release);
}

bool session_end(void)
{
	uint32_t live = PHASE_LIVE;

	return atomic_compare_exchange_strong(session.phase, &live, PHASE_OVER);
}

void session_wake_collector(void)
{
	if (atomic_exchange_explicit(&session.collector_sleep, COLLECTOR_ASKED,
				     memory_order_acq_rel) == COLLECTOR_ASLEEP)
		sys_tgkill(session.pid, session.collector_tid,
			   SESSION_WAKE_SIGNAL);
}
