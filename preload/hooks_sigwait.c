/*
 * sigwait, sigwaitinfo, sigtimedwait: loops of programs whose events are
 * signals.
 */
#include "real.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

#define CALL(kind) \
	wait_of((kind), (uint64_t)(uintptr_t)__builtin_return_address(0))

EXPORT int sigwait(const sigset_t *set, int *signal)
{
	struct wait wait = CALL(WAIT_SIGWAIT);
	int error;

	wait_begin(wait);
	error = REAL(sigwait)(set, signal);
	wait_end(wait, error == 0);
	return error;
}

EXPORT int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
	struct wait wait = CALL(WAIT_SIGWAITINFO);
	int signal;

	wait_begin(wait);
	signal = REAL(sigwaitinfo)(set, info);
	wait_end(wait, signal > 0);
	return signal;
}

EXPORT int sigtimedwait(const sigset_t *set, siginfo_t *info,
			const struct timespec *timeout)
{
	struct wait wait = CALL(WAIT_SIGTIMEDWAIT);
	int signal;

	wait_begin(wait);
	signal = REAL(sigtimedwait)(set, info, timeout);
	wait_end(wait, signal > 0);
	return signal;
}
