/*
 * Threads that begin and processes that end. Thread ends are noted by a
 * thread-specific destructor (host_thread.c), ordinary process ends by the
 * library's destructor and quick_exit's handler (init.c).
 */
#include <unistd.h>

#include "host_thread.h"
#include "init.h"
#include "real.h"
#include "session.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT void _Exit(int status);

/* The first function of a new thread: the thread's own comes right after. */
static void *begin_thread(void *slot)
{
	struct host_thread *thread = slot;
	void *(*start)(void *) = thread->start;
	void *argument = thread->argument;

	host_thread_start(thread, ORIGIN_CREATE);
	return start(argument);
}

EXPORT int pthread_create(pthread_t *id, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *argument)
{
	struct host_thread *thread = NULL;
	int error;

	if (session_is_live_or_starts())
		thread = host_thread_reserve();
	if (!thread)
		return REAL(pthread_create)(id, attributes, start, argument);
	thread->start = start;
	thread->argument = argument;
	error = REAL(pthread_create)(id, attributes, begin_thread, thread);
	if (error)
		host_thread_free(thread);
	return error;
}

static int begin_c11_thread(void *slot)
{
	struct host_thread *thread = slot;
	int (*start)(void *) = thread->start_c11;
	void *argument = thread->argument;

	host_thread_start(thread, ORIGIN_CREATE);
	return start(argument);
}

EXPORT int thrd_create(thrd_t *id, thrd_start_t start, void *argument)
{
	struct host_thread *thread = NULL;
	int error;

	if (session_is_live_or_starts())
		thread = host_thread_reserve();
	if (!thread)
		return REAL(thrd_create)(id, start, argument);
	thread->start_c11 = start;
	thread->argument = argument;
	error = REAL(thrd_create)(id, begin_c11_thread, thread);
	if (error != thrd_success)
		host_thread_free(thread);
	return error;
}

/* The parent ends inside, past our _exit(). */
EXPORT int daemon(int keeps_directory, int keeps_files)
{
	mmstall_finish_for_now(FINISH_UNDERSCORE_EXIT);
	return REAL(daemon)(keeps_directory, keeps_files);
}

EXPORT void _exit(int status)
{
	mmstall_finish(FINISH_UNDERSCORE_EXIT);
	for (;;)
		REAL(_exit)(status);
}

EXPORT void _Exit(int status)
{
	_exit(status);
}
