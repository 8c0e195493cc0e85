#include "raw_thread.h"

#include <errno.h>
#include <link.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sys.h"

#define GUARD_BYTES 65536 /* a page, however large */

/* What libc keeps at and around the thread pointer. */
#define DESCRIPTOR_BYTES 16384

/* Adds up what all loaded modules may have in a static thread-local block. */
static int add_tls(struct dl_phdr_info *module, size_t size, void *sum)
{
	(void)size;
	for (int i = 0; i < module->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &module->dlpi_phdr[i];

		if (segment->p_type == PT_TLS)
			*(size_t *)sum += segment->p_memsz + segment->p_align;
	}
	return 0;
}

/*
 * A thread-local block: zeroes, but for the pointer to itself and the stack
 * protector's canary. The thread pointer stands between the descriptor and
 * the variables, whichever side the architecture has them on.
 */
static void *make_tls(void)
{
	/* Asked once, in the constructor: in a forked child the loader's lock
	 * may belong to a thread that is not there. What is loaded later does
	 * not move what was there. */
	static size_t variables;
	char *block, *pointer;

	if (!variables) {
		dl_iterate_phdr(add_tls, &variables);
		variables = (variables + 4095) / 4096 * 4096 + 4096;
	}
	block = sys_alloc(variables + DESCRIPTOR_BYTES);
	if (!block)
		return NULL;
#if defined(__x86_64__)
	pointer = block + variables;
	((void **)(void *)pointer)[0] = pointer;
	((void **)(void *)pointer)[2] = pointer;
	__asm__("mov %%fs:0x28, %%rax\n\tmov %%rax, 0x28(%0)"
		:
		: "r"(pointer)
		: "rax", "memory");
#else
	pointer = block + DESCRIPTOR_BYTES;
#endif
	return pointer;
}

/*
 * clone(2) itself: libc's function may be a sanitizer's, who takes every clone
 * for a fork. The new thread finds BODY and ARGUMENT on its stack and never
 * returns to here.
 */
static long clone_thread(int (*body)(void *argument), void *argument, int flags,
			 char *stack_end, void *tls)
{
	void **top = (void **)(void *)stack_end - 2;
	long result;

	top[0] = (void *)body;
	top[1] = argument;
#if defined(__x86_64__)
	register void *r8 __asm__("r8") = tls;
	register long r10 __asm__("r10") = 0;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "pop %%rax\n\t"
			 "pop %%rdi\n\t"
			 "call *%%rax\n\t"
			 "ud2\n"
			 "1:"
			 : "=a"(result)
			 : "0"((long)SYS_clone), "D"((long)flags), "S"(top),
			   "d"(0L), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
#else
	register long x8 __asm__("x8") = SYS_clone;
	register long x0 __asm__("x0") = flags;
	register void *x1 __asm__("x1") = top;
	register long x2 __asm__("x2") = 0;
	register void *x3 __asm__("x3") = tls;
	register long x4 __asm__("x4") = 0;

	__asm__ volatile("svc 0\n\t"
			 "cbnz x0, 1f\n\t"
			 "mov x29, xzr\n\t"
			 "ldp x1, x0, [sp]\n\t"
			 "blr x1\n\t"
			 "brk 1\n"
			 "1:"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "x30", "memory", "cc");
	result = x0;
#endif
	return result;
}

/* Valgrind knows threads only as libc makes them, and ends the program when it
 * sees another. */
static bool is_under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	return preloaded && strstr(preloaded, "/vgpreload_");
}

static bool is_table_shared;

int raw_thread_start(int (*body)(void *argument), void *argument,
		     size_t stack_bytes)
{
	int flags = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
		    CLONE_SETTLS;
	uint64_t all = ~UINT64_C(0), before;
	char *stack = sys_alloc(GUARD_BYTES + stack_bytes);
	void *tls = make_tls();
	long tid;

	if (!stack || !tls)
		return -ENOMEM;
	is_table_shared = is_under_valgrind();
	if (is_table_shared)
		flags |= CLONE_FS | CLONE_FILES;
	sys_call(SYS_mprotect, stack, GUARD_BYTES, PROT_NONE, 0);
	sys_call(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before,
		 sizeof(before));
	tid = clone_thread(body, argument, flags,
			   stack + GUARD_BYTES + stack_bytes, tls);
	sys_call(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL,
		 sizeof(before));
	return (int)tid;
}

bool raw_thread_separate(void)
{
	return !is_table_shared ||
	       sys_call(SYS_unshare, CLONE_FS | CLONE_FILES, 0, 0, 0) == 0;
}
