/*
 * Condition variables: how a loop's thread waits for other threads, in a
 * callback, or parked until it has its turn on the loop (waits.h).
 */
#include "real.h"
#include "waits.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	bool is_noted = park_begin();
	int error = REAL(pthread_cond_wait)(condition, mutex);

	if (is_noted)
		park_end();
	return error;
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *condition,
				  pthread_mutex_t *mutex,
				  const struct timespec *until)
{
	bool is_noted = park_begin();
	int error = REAL(pthread_cond_timedwait)(condition, mutex, until);

	if (is_noted)
		park_end();
	return error;
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *condition,
				  pthread_mutex_t *mutex, clockid_t clock,
				  const struct timespec *until)
{
	bool is_noted = park_begin();
	int error = REAL(pthread_cond_clockwait)(condition, mutex, clock,
						 until);

	if (is_noted)
		park_end();
	return error;
}

EXPORT int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
	bool is_noted = park_begin();
	int result = REAL(cnd_wait)(condition, mutex);

	if (is_noted)
		park_end();
	return result;
}

EXPORT int cnd_timedwait(cnd_t *condition, mtx_t *mutex,
			 const struct timespec *until)
{
	bool is_noted = park_begin();
	int result = REAL(cnd_timedwait)(condition, mutex, until);

	if (is_noted)
		park_end();
	return result;
}
