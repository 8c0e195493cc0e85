/*
 * syscalls LOOP: an event loop that waits through syscall(), as runtimes do
 * that bring bindings of their own: "epoll", "ppoll" or "io_uring". Sleeps in
 * each of its iterations.
 */
#include <errno.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ITERATIONS 5

static int epoll = -1;

static long wait_epoll(void)
{
	struct epoll_event event;

	return syscall(SYS_epoll_pwait, epoll, &event, 1, 1, NULL, 8);
}

static long wait_ppoll(void)
{
	struct timespec timeout = { .tv_nsec = 1000000 };

	return syscall(SYS_ppoll, NULL, 0, &timeout, NULL, 8);
}

/* One ring of one entry, and the no-op that is submitted again and again. */
static struct {
	int fd;
	unsigned *tail, *mask, *array;
	unsigned *done_head;
	struct io_uring_sqe *entries;
} ring = { .fd = -1 };

static int set_up_ring(void)
{
	struct io_uring_params params = { 0 };
	char *submit, *complete;

	ring.fd = (int)syscall(SYS_io_uring_setup, 1, &params);
	if (ring.fd < 0)
		return -1;
	submit = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ring.fd,
		      IORING_OFF_SQ_RING);
	complete = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ring.fd,
			IORING_OFF_CQ_RING);
	ring.entries = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
			    ring.fd, IORING_OFF_SQES);
	if (submit == MAP_FAILED || complete == MAP_FAILED ||
	    ring.entries == MAP_FAILED)
		return -1;
	ring.tail = (unsigned *)(submit + params.sq_off.tail);
	ring.mask = (unsigned *)(submit + params.sq_off.ring_mask);
	ring.array = (unsigned *)(submit + params.sq_off.array);
	ring.done_head = (unsigned *)(complete + params.cq_off.head);
	return 0;
}

static long wait_ring(void)
{
	long result;

	memset(&ring.entries[0], 0, sizeof(ring.entries[0]));
	ring.entries[0].opcode = IORING_OP_NOP;
	ring.array[*ring.tail & *ring.mask] = 0;
	__atomic_store_n(ring.tail, *ring.tail + 1, __ATOMIC_RELEASE);
	result = syscall(SYS_io_uring_enter, ring.fd, 1, 1,
			 IORING_ENTER_GETEVENTS, NULL, 0);
	__atomic_store_n(ring.done_head, *ring.done_head + 1, __ATOMIC_RELEASE);
	return result < 0 ? result : 0;
}

static const struct {
	const char *name;
	long (*wait)(void);
} loops[] = {
	{ "epoll", wait_epoll },
	{ "ppoll", wait_ppoll },
	{ "io_uring", wait_ring },
};

int main(int argc, char **argv)
{
	epoll = epoll_create1(EPOLL_CLOEXEC);
	for (size_t i = 0; i < sizeof(loops) / sizeof(*loops); i++) {
		if (argc != 2 || strcmp(argv[1], loops[i].name) != 0)
			continue;
		if (loops[i].wait == wait_ring && set_up_ring()) {
			perror("io_uring_setup");
			return 77;
		}
		for (int k = 0; k < ITERATIONS; k++) {
			if (loops[i].wait()) {
				perror(loops[i].name);
				return 1;
			}
			usleep(3000);
		}
		errno = 0;
		printf("%ld %d\n", syscall(SYS_close, -1), errno);
		return 0;
	}
	return 2;
}
