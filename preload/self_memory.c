#include "self_memory.h"

#include <sys/uio.h>

#include "sys.h"

size_t self_read_some(uint64_t address, void *to, size_t len)
{
	struct iovec local = { to, len };
	struct iovec remote = { (void *)(uintptr_t)address, len };
	/* Within one process no privilege is asked for (ptrace(2)). */
	long got = sys_call6(SYS_process_vm_readv, sys_getpid(), (long)&local,
			     1, (long)&remote, 1, 0);

	return got > 0 ? (size_t)got : 0;
}

bool self_read(uint64_t address, void *to, size_t len)
{
	return self_read_some(address, to, len) == len;
}
