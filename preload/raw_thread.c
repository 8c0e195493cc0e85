#include "raw_thread.h"

#include <errno.h>
#include <link.h>
#include <sched.h>
#include <signal.h>

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

int raw_thread_start(int (*body)(void *argument), void *argument,
		     size_t stack_bytes)
{
	int flags = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
		    CLONE_SETTLS;
	uint64_t all = ~UINT64_C(0), before;
	char *stack = sys_alloc(GUARD_BYTES + stack_bytes);
	void *tls = make_tls();
	int tid;

	if (!stack || !tls)
		return -ENOMEM;
	sys_call(SYS_mprotect, stack, GUARD_BYTES, PROT_NONE, 0);
	sys_call(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before,
		 sizeof(before));
	tid = clone(body, stack + GUARD_BYTES + stack_bytes, flags, argument,
		    NULL, tls, NULL);
	sys_call(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL,
		 sizeof(before));
	return tid < 0 ? -errno : tid;
}
