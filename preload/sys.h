/*
 * Raw system calls: no libc wrapper, so no errno, no cancellation point, and
 * no way to end up in one of our own hooks. Each returns what the kernel
 * returns: -errno on failure.
 *
 * Whatever mmstall itself needs from the kernel, on any thread, goes through
 * here; the host's own calls go through real.h.
 */
#ifndef MMSTALL_SYS_H
#define MMSTALL_SYS_H

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#if defined(__x86_64__)
static inline long sys_call6(long nr, long a, long b, long c, long d, long e,
			     long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8),
			   "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static inline long sys_call6(long nr, long a, long b, long c, long d, long e,
			     long f)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory", "cc");
	return x0;
}
#else
#error "mmstall runs on x86-64 and arm64"
#endif

#define sys_call(nr, a, b, c, d) \
	sys_call6((nr), (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

static inline long sys_open(const char *path, int flags, unsigned mode)
{
	return sys_call(SYS_openat, AT_FDCWD, path, flags, mode);
}

static inline long sys_close(int fd)
{
	return sys_call(SYS_close, fd, 0, 0, 0);
}

static inline long sys_read(int fd, void *to, size_t len)
{
	return sys_call(SYS_read, fd, to, len, 0);
}

static inline long sys_write(int fd, const void *from, size_t len)
{
	return sys_call(SYS_write, fd, from, len, 0);
}

static inline long sys_ioctl(int fd, unsigned long request, long arg)
{
	return sys_call(SYS_ioctl, fd, request, arg, 0);
}

static inline long sys_readlink(const char *path, char *to, size_t size)
{
	return sys_call(SYS_readlinkat, AT_FDCWD, path, to, size);
}

static inline long sys_getdents64(int fd, void *to, size_t size)
{
	return sys_call(SYS_getdents64, fd, to, size, 0);
}

/* AT_STATX_DONT_SYNC: what the kernel has cached, no network, no FUSE call. */
static inline long sys_statx_fd(int fd, unsigned mask, struct statx *to)
{
	return sys_call6(SYS_statx, fd, (long)"",
			 AT_EMPTY_PATH | AT_STATX_DONT_SYNC, mask, (long)to, 0);
}

/* An address, or -errno as a small negative number: sys_map_failed(). */
static inline void *sys_mmap(void *at, size_t len, int prot, int flags, int fd,
			     long offset)
{
	return (void *)sys_call6(SYS_mmap, (long)at, (long)len, prot, flags, fd,
				 offset);
}

static inline int sys_map_failed(const void *address)
{
	return (uintptr_t)address > (uintptr_t)-4096;
}

static inline long sys_munmap(void *at, size_t len)
{
	return sys_call(SYS_munmap, at, len, 0, 0);
}

static inline void *sys_mremap(void *at, size_t old_len, size_t new_len,
			       int flags, void *to)
{
	return (void *)sys_call6(SYS_mremap, (long)at, (long)old_len,
				 (long)new_len, flags, (long)to, 0);
}

/* Memory of our own, zeroed; NULL when there is none. */
static inline void *sys_alloc(size_t len)
{
	void *memory = sys_mmap(NULL, len, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return sys_map_failed(memory) ? NULL : memory;
}

/* 4 KiB on x86-64; 4, 16 or 64 KiB on arm64. No system call. */
static inline size_t sys_page_bytes(void)
{
	return (size_t)getauxval(AT_PAGESZ);
}

static inline int sys_gettid(void)
{
	return (int)sys_call(SYS_gettid, 0, 0, 0, 0);
}

static inline int sys_getpid(void)
{
	return (int)sys_call(SYS_getpid, 0, 0, 0, 0);
}

static inline long sys_tgkill(int pid, int tid, int signal)
{
	return sys_call(SYS_tgkill, pid, tid, signal, 0);
}

/* TIMEOUT is relative; NULL waits for ever. Shared only within the process. */
static inline long sys_futex_wait(_Atomic uint32_t *word, uint32_t while_value,
				  const struct timespec *timeout)
{
	return sys_call(SYS_futex, word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG,
			while_value, timeout);
}

static inline long sys_futex_wake(_Atomic uint32_t *word)
{
	return sys_call(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG,
			0x7fffffff, NULL);
}

/* clock_gettime is the vdso's: no system call, and it does not fail here. */
static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
