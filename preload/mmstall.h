/*
 * mmstall.h: what a program can tell libmmstall.so about itself; mmstall(3).
 *
 * Nothing needs to be linked. In a program that runs without libmmstall.so
 * preloaded these calls do nothing, and cost a load and a branch. C and C++.
 *
 * All calls belong to the thread that makes them, return nothing, cannot fail
 * and keep errno. They may be made from a signal handler.
 */
#ifndef MMSTALL_H
#define MMSTALL_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Asks for the library's function at run time: 0 when it is not loaded. A weak
 * reference of the language would be enough in position-independent code; in
 * other code the linker settles it for good, so it goes through the global
 * offset table in any case.
 */
#if defined(__x86_64__)
#define MMSTALL_FIND_(name, pointer)                                    \
	__asm__(".weak " #name "\n\tmovq " #name "@GOTPCREL(%%rip), %0" \
		: "=r"(pointer))
#elif defined(__aarch64__)
#define MMSTALL_FIND_(name, pointer)                      \
	__asm__(".weak " #name "\n\tadrp %0, :got:" #name \
		"\n\tldr %0, [%0, :got_lo12:" #name "]"   \
		: "=r"(pointer))
#else
#define MMSTALL_FIND_(name, pointer) ((pointer) = 0)
#endif

/*
 * The calling thread runs an event loop of its own making, and an iteration
 * begins: its wait for events has returned. From the first such call on, this
 * is the thread's loop, and other waits are part of its iterations.
 */
static inline void mmstall_iteration_begin(void)
{
	void (*function)(void);

	MMSTALL_FIND_(mmstall_hook_iteration_begin, function);
	if (function)
		function();
}

/* The iteration ends: the thread is about to wait for events. */
static inline void mmstall_iteration_end(void)
{
	void (*function)(void);

	MMSTALL_FIND_(mmstall_hook_iteration_end, function);
	if (function)
		function();
}

/*
 * A piece of work begins on this thread: a request, a job. NAME (39 bytes of
 * it, copied) is shown with the stalls and faults that happen until
 * mmstall_task_end(), or until the thread waits for events. Tasks can lie
 * inside each other, 8 deep.
 */
static inline void mmstall_task_begin(const char *name)
{
	void (*function)(const char *);

	MMSTALL_FIND_(mmstall_hook_task_begin, function);
	if (function)
		function(name);
}

/* The task that was begun last ends. */
static inline void mmstall_task_end(void)
{
	void (*function)(void);

	MMSTALL_FIND_(mmstall_hook_task_end, function);
	if (function)
		function();
}

#ifdef __cplusplus
}
#endif

#endif
