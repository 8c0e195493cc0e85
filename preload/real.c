#include "real.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>

#include "sys.h"

_Atomic(void *) real_table[REAL_COUNT];

static const char *const real_names[] = {
#define REAL_NAME(name, ret, params) #name,
	REAL_FUNCTIONS(REAL_NAME)
#undef REAL_NAME
};

static void *map_or_errno(void *start)
{
	if (!sys_map_failed(start))
		return start;
	errno = (int)-(intptr_t)start;
	return MAP_FAILED;
}

static void *early_mmap(void *at, size_t len, int prot, int flags, int fd,
			off_t offset)
{
	return map_or_errno(sys_mmap(at, len, prot, flags, fd, offset));
}

static int early_munmap(void *at, size_t len)
{
	long result = sys_munmap(at, len);

	if (result == 0)
		return 0;
	errno = (int)-result;
	return -1;
}

static void *early_mremap(void *at, size_t old_len, size_t new_len, int flags,
			  void *to)
{
	return map_or_errno(sys_mremap(at, old_len, new_len, flags, to));
}

static long early_syscall(long number, long a, long b, long c, long d, long e,
			  long f)
{
	long result = sys_call6(number, a, b, c, d, e, f);

	if (result >= 0 || result < -4095)
		return result;
	errno = (int)-result;
	return -1;
}

static void *const early[REAL_COUNT] = {
	[REAL_mmap] = (void *)early_mmap,
	[REAL_mmap64] = (void *)early_mmap,
	[REAL_munmap] = (void *)early_munmap,
	[REAL_mremap] = (void *)early_mremap,
	[REAL_syscall] = (void *)early_syscall,
};

static void *look_up(enum real_index index)
{
	void *function = dlsym(RTLD_NEXT, real_names[index]);

	/* Every thread stores the same value; no order is needed. */
	atomic_store_explicit(&real_table[index], function,
			      memory_order_relaxed);
	return function;
}

void *real_resolve(enum real_index index)
{
	return early[index] ? early[index] : look_up(index);
}

void real_init(void)
{
	for (int i = 0; i < REAL_COUNT; i++)
		look_up((enum real_index)i);
}

/* The loader's handle of the object at ADDRESS, which it keeps loaded. */
static void *handle_of(const void *address)
{
	Dl_info object;

	if (!dladdr(address, &object) || !object.dli_fname)
		return NULL;
	return dlopen(object.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
}

static bool is_ours(const void *address)
{
	Dl_info object, us;

	return dladdr(address, &object) &&
	       dladdr((const void *)real_init, &us) &&
	       object.dli_fbase == us.dli_fbase;
}

/* Among CALLER's object and what that depends on; never our own function. */
static void *find_near(const char *name, const void *caller)
{
	void *handle = is_ours(caller) ? NULL : handle_of(caller);
	void *function = handle ? dlsym(handle, name) : NULL;

	if (handle)
		dlclose(handle);
	return function && !is_ours(function) ? function : NULL;
}

void *real_find_for(const char *name, const void *caller)
{
	/* Where the last one was found. A function that jumps to another of
	 * its library's leaves our hook as the caller of the second. */
	static _Atomic(void *) home;
	int saved_errno = errno;
	void *function = dlsym(RTLD_NEXT, name);

	if (!function)
		function = find_near(name, caller);
	if (function)
		atomic_store(&home, handle_of(function)); /* it must stay */
	else if (atomic_load(&home))
		function = dlsym(atomic_load(&home), name);
	dlerror(); /* the host must not find our misses */
	errno = saved_errno;
	return function;
}
