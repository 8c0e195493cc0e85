/*
 * contract PART: what a caller may expect of the functions that the library
 * stands in for. "cancel": each that is a cancellation point is one. "errno":
 * failures say what libc says, successes keep errno. "malloc": no call
 * allocates. "stack": bytes of stack that each call uses.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int epoll, full[2], ends[2];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static sigset_t signals;
static char *page;
static const struct timespec brief = { .tv_nsec = 1000 };

/* Where nothing is mapped; the compiler must not know. */
static const void *volatile nowhere = (const void *)16;

/* With the malloc of libc behind it: counts what is asked for. */
extern void *__libc_malloc(size_t size);
static _Atomic unsigned mallocs;

void *malloc(size_t size)
{
	atomic_fetch_add(&mallocs, 1);
	return __libc_malloc(size);
}

/*------------------------------------------------ calls that never return */

static void in_epoll_wait(void)
{
	struct epoll_event event;

	epoll_wait(epoll, &event, 1, -1);
}

static void in_epoll_pwait(void)
{
	struct epoll_event event;

	epoll_pwait(epoll, &event, 1, -1, NULL);
}

static void in_poll(void)
{
	poll(NULL, 0, -1);
}

static void in_ppoll(void)
{
	ppoll(NULL, 0, NULL, NULL);
}

static void in_select(void)
{
	select(0, NULL, NULL, NULL, NULL);
}

static void in_pselect(void)
{
	pselect(0, NULL, NULL, NULL, NULL, NULL);
}

static void in_sigwait(void)
{
	int signal;

	sigwait(&signals, &signal);
}

static void in_sigwaitinfo(void)
{
	sigwaitinfo(&signals, NULL);
}

static void in_sigtimedwait(void)
{
	sigtimedwait(&signals, NULL, &(struct timespec){ .tv_sec = 100 });
}

static void unlock(void *unused)
{
	(void)unused;
	pthread_mutex_unlock(&lock);
}

static void in_cond_wait(void)
{
	pthread_mutex_lock(&lock);
	pthread_cleanup_push(unlock, NULL);
	pthread_cond_wait(&never, &lock);
	pthread_cleanup_pop(1);
}

static void in_write(void)
{
	(void)!write(full[1], page, 4096);
}

static void in_writev(void)
{
	(void)!writev(full[1], &(struct iovec){ page, 4096 }, 1);
}

static void in_send(void)
{
	while (send(ends[0], page, 4096, 0) > 0)
		continue;
}

#define CALL(function)              \
	{                           \
#function, function \
	}

static const struct named {
	const char *name;
	void (*call)(void);
} blocking[] = {
	CALL(in_epoll_wait), CALL(in_epoll_pwait), CALL(in_poll),
	CALL(in_ppoll),      CALL(in_select),      CALL(in_pselect),
	CALL(in_sigwait),    CALL(in_sigwaitinfo), CALL(in_sigtimedwait),
	CALL(in_cond_wait),  CALL(in_write),       CALL(in_writev),
	CALL(in_send),
};

static void *run(void *call)
{
	((const struct named *)call)->call();
	return NULL;
}

static void check_cancel(void)
{
	for (size_t i = 0; i < sizeof(blocking) / sizeof(*blocking); i++) {
		void *result = NULL;
		pthread_t id;

		pthread_create(&id, NULL, run, (void *)&blocking[i]);
		usleep(2000); /* in the call, most likely: both must work */
		pthread_cancel(id);
		pthread_join(id, &result);
		printf("%s: %s\n", blocking[i].name,
		       result == PTHREAD_CANCELED ? "cancelled" : "not");
	}
}

/*------------------------------------------------------ calls that return */

static void do_epoll_wait(void)
{
	struct epoll_event event;

	epoll_wait(epoll, &event, 1, 0);
}

static void do_bad_epoll_wait(void)
{
	struct epoll_event event;

	epoll_wait(-1, &event, 1, 0);
}

static void do_poll(void)
{
	poll(NULL, 0, 0);
}

static void do_bad_ppoll(void)
{
	ppoll(NULL, 0, &(struct timespec){ .tv_nsec = -1 }, NULL);
}

static void do_select(void)
{
	select(0, NULL, NULL, NULL, &(struct timeval){ 0 });
}

static void do_sigtimedwait(void)
{
	sigtimedwait(&signals, NULL, &brief);
}

static void do_cond_timedwait(void)
{
	pthread_mutex_lock(&lock);
	pthread_cond_timedwait(&never, &lock, &(struct timespec){ 0 });
	pthread_mutex_unlock(&lock);
}

static void do_mmap_file(void)
{
	static int file = -1;

	if (file < 0)
		file = open("/proc/self/exe", O_RDONLY);
	munmap(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0), 4096);
}

static void do_mmap(void)
{
	munmap(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	       4096);
}

static void do_bad_mmap(void)
{
	mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0);
}

static void do_bad_munmap(void)
{
	munmap((void *)1, 4096);
}

static void do_bad_mremap(void)
{
	mremap((void *)4096, 4096, 8192, 0);
}

static void do_madvise(void)
{
	madvise(page, 4096, MADV_NORMAL);
}

static void do_bad_msync(void)
{
	msync((void *)1, 4096, MS_SYNC);
}

static void do_write(void)
{
	(void)!write(epoll, page, 1);
}

static void do_bad_writev(void)
{
	(void)!writev(ends[1], nowhere, 1);
}

static void do_bad_sendmsg(void)
{
	sendmsg(ends[1], nowhere, 0);
}

static void do_bad_exec(void)
{
	execl("/nowhere", "nowhere", (char *)NULL);
}

static void do_bad_syscall(void)
{
	syscall(-1L);
}

static const struct named returning[] = {
	CALL(do_epoll_wait),     CALL(do_bad_epoll_wait), CALL(do_poll),
	CALL(do_bad_ppoll),      CALL(do_select),         CALL(do_sigtimedwait),
	CALL(do_cond_timedwait), CALL(do_mmap_file),      CALL(do_mmap),
	CALL(do_bad_mmap),       CALL(do_bad_munmap),     CALL(do_bad_mremap),
	CALL(do_madvise),        CALL(do_bad_msync),      CALL(do_write),
	CALL(do_bad_writev),     CALL(do_bad_sendmsg),    CALL(do_bad_exec),
	CALL(do_bad_syscall),
};

static void check_errno(void)
{
	for (size_t i = 0; i < sizeof(returning) / sizeof(*returning); i++) {
		errno = 77;
		returning[i].call();
		printf("%s: %d\n", returning[i].name, errno);
	}
}

static void check_malloc(void)
{
	for (size_t i = 0; i < sizeof(returning) / sizeof(*returning); i++) {
		unsigned before = mallocs;

		returning[i].call();
		printf("%s: %u\n", returning[i].name, mallocs - before);
	}
}

#define DEPTH 32768
#define PAINT 0x5a

/* How far below this frame CALL writes. */
static __attribute__((noinline)) size_t stack_of(void (*call)(void))
{
	volatile char *here = __builtin_frame_address(0);
	size_t used = DEPTH;

	for (size_t i = 512; i < DEPTH; i++)
		here[-(ptrdiff_t)i] = PAINT;
	call();
	while (used > 512 && here[1 - (ptrdiff_t)used] == PAINT)
		used--;
	return used;
}

static void check_stack(void)
{
	for (size_t i = 0; i < sizeof(returning) / sizeof(*returning); i++) {
		returning[i].call(); /* what is looked up once has been */
		printf("%s: %zu\n", returning[i].name,
		       stack_of(returning[i].call));
	}
}

static const struct named parts[] = {
	{ "cancel", check_cancel },
	{ "errno", check_errno },
	{ "malloc", check_malloc },
	{ "stack", check_stack },
};

int main(int argc, char **argv)
{
	epoll = epoll_create1(0);
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pipe(full) || socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return 1;
	fcntl(full[1], F_SETPIPE_SZ, 4096);
	(void)!write(full[1], page, 4096);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (argc == 2 && strcmp(argv[1], parts[i].name) == 0) {
			parts[i].call();
			return 0;
		}
	}
	return 2;
}
