/*
 * The end of a log: what is still open, the last counts and histograms, what
 * could not be seen, the trailer.
 */
#include "collector_state.h"
#include "sys.h"

/* What the thread is in when the process ends. */
static void finish_open(struct collector *collector, struct watch *watch)
{
	uint64_t now = now_ns();
	struct iteration_facts iteration;
	struct fault fault;

	if (progress_fault(watch, now, &fault) &&
	    fault.len_ns >= watch->min_fault_ns)
		resolve_fault(collector, watch, &fault);
	if (progress_iteration(watch, now, &iteration))
		round_settle_iteration(collector, watch, &iteration);
}

static void finish_watch(struct collector *collector, struct watch *watch)
{
	struct proc_faults kernel;
	struct count_facts counts;
	uint64_t t_ns = now_ns();
	bool is_known = watch_kernel_counts(watch, &kernel, &t_ns);

	/* What the kernel counted by then is in the ring by now. */
	watch_read_samples(watch);
	watch_take_last_lost(watch);
	losses_say_lost(collector, watch);
	fault_stacks_finish(&watch->stacks);
	resolve_samples(collector, watch);
	resolve_faults(collector, watch);
	finish_open(collector, watch);
	if (is_known)
		watch_end_pause(watch, t_ns, kernel.minor);
	proc_thread_name(watch->tid, watch->name, sizeof(watch->name));
	counts = watch_counts(watch, t_ns, is_known ? &kernel : NULL);
	loop_log_write(&watch->loop, watch->thread, &collector->recorder, t_ns,
		       true);
	record_counts(&collector->recorder, watch->id, t_ns, &counts);
}

void finish_log(struct collector *collector, const char *how)
{
	struct recorder *recorder = &collector->recorder;

	round_run(collector, true);
	for (size_t i = 0; i < collector->watches.len; i++)
		finish_watch(collector,
			     *vec_at(&collector->watches, struct watch *, i));
	if (collector->events_refused)
		record_limit(recorder, LOG_LIMIT_EVENTS, 0,
			     collector->events_refused,
			     "a thread made more calls than the collector "
			     "could take in");
	if (host_threads_refused())
		record_limit(recorder, LOG_LIMIT_THREADS, 0,
			     host_threads_refused(),
			     "no room for more threads");
	modules_check(&collector->stacks.modules);
	losses_say_refused(collector);
	record_trailer(recorder, how, now_ns());
	log_writer_flush(&recorder->log);
}
