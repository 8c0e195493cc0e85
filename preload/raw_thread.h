/*
 * A thread that libc does not know of.
 *
 * libc does things to every thread it has made: setuid() and its kin make each
 * of them change its credentials, and abort the process when one cannot; a main
 * thread that calls pthread_exit() leaves the process alive while there is
 * another; malloc and stdio begin to lock when there is a second one. The
 * host must see none of that because of us, so the collector is made with
 * clone(2): a stack and a thread-local block of its own, descriptors and
 * working directory of its own (no CLONE_FILES, no CLONE_FS), every signal
 * blocked. (Under valgrind, which does not know such threads, the two are
 * shared until raw_thread_separate().)
 *
 * What runs on it must not use libc beyond plain string and memory functions
 * and clock_gettime: no malloc, stdio, locks, loader, no errno.
 */
#ifndef MMSTALL_RAW_THREAD_H
#define MMSTALL_RAW_THREAD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Starts BODY(ARGUMENT), which never returns, on a stack of STACK_BYTES with a
 * guard page. Returns its thread id, or -errno.
 */
int raw_thread_start(int (*body)(void *argument), void *argument,
		     size_t stack_bytes);

/* First thing in BODY: descriptors and working directory are its own now.
 * False: that is refused; nothing may be done with descriptors. */
bool raw_thread_separate(void);

#endif
