/*
 * buffers FILE: a loop whose callbacks give cold pages of the mapped FILE to
 * the kernel, each by another function, and print what they did. Two more
 * calls must not be taken for faults: one that is slow because its reader is,
 * and one of a buffer that is no file's.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define PAGE   4096
#define STRIDE (16 * PAGE) /* between the pages that are used */

static char *bytes;
static int ends[2], plain;

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static struct msghdr message_of(struct iovec *buffer)
{
	return (struct msghdr){ .msg_iov = buffer, .msg_iovlen = 1 };
}

static ssize_t do_write(char *at)
{
	return write(plain, at, PAGE);
}

static ssize_t do_pwrite(char *at)
{
	return pwrite(plain, at, PAGE, 0);
}

/* The first of the buffers is not in the file. */
static ssize_t do_writev(char *at)
{
	char header[16] = "header";
	struct iovec buffers[2] = { { header, sizeof(header) }, { at, PAGE } };

	return writev(plain, buffers, 2) - (ssize_t)sizeof(header);
}

static ssize_t do_pwritev(char *at)
{
	return pwritev(plain, &(struct iovec){ at, PAGE }, 1, 0);
}

static ssize_t do_send(char *at)
{
	return send(ends[0], at, PAGE, 0);
}

static ssize_t do_sendto(char *at)
{
	return sendto(ends[0], at, PAGE, 0, NULL, 0);
}

static ssize_t do_sendmsg(char *at)
{
	struct iovec buffer = { at, PAGE };
	struct msghdr message = message_of(&buffer);

	return sendmsg(ends[0], &message, 0);
}

static ssize_t do_sendmmsg(char *at)
{
	struct iovec buffer = { at, PAGE };
	struct mmsghdr message = { .msg_hdr = message_of(&buffer) };

	return sendmmsg(ends[0], &message, 1, 0) == 1 ? (ssize_t)message.msg_len
						      : -1;
}

static const struct {
	const char *name;
	ssize_t (*call)(char *at);
} calls[] = {
	{ "write", do_write },     { "pwrite", do_pwrite },
	{ "writev", do_writev },   { "pwritev", do_pwritev },
	{ "send", do_send },       { "sendto", do_sendto },
	{ "sendmsg", do_sendmsg }, { "sendmmsg", do_sendmmsg },
};

#define CALLS (sizeof(calls) / sizeof(*calls))

static void *drain(void *end)
{
	static char sink[65536];

	usleep(30000);
	while (read(*(int *)end, sink, sizeof(sink)) > 0)
		continue;
	return NULL;
}

/* Blocks until somebody reads: a slow call of pages that are in memory. */
static int send_to_slow_reader(void)
{
	int slow[2];
	pthread_t reader;

	if (pipe(slow) || fcntl(slow[1], F_SETPIPE_SZ, PAGE) < 0)
		return -1;
	pthread_create(&reader, NULL, drain, &slow[0]);
	for (int i = 0; i < 4; i++) {
		if (write(slow[1], bytes, PAGE) != PAGE)
			return -1;
	}
	close(slow[1]);
	pthread_join(reader, NULL);
	return 0;
}

int main(int argc, char **argv)
{
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;

	bytes = mmap(NULL, (CALLS + 1) * STRIDE, PROT_READ, MAP_SHARED, file,
		     0);
	plain = memfd_create("plain", 0);
	if (bytes == MAP_FAILED || plain < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return 2;
	*(volatile char *)bytes; /* the page that the slow reader gets */
	for (size_t i = 0; i <= CALLS; i++) {
		poll(NULL, 0, 1);
		uint64_t offset = (i + 1) * STRIDE;
		uint64_t begin_ns = clock_ns();

		if (i == CALLS)
			return send_to_slow_reader() ? 1 : 0;
		if (calls[i].call(bytes + offset) != PAGE)
			return 1;
		printf("{\"fn\":\"%s\",\"o\":%llu,\"d\":%llu}\n", calls[i].name,
		       (unsigned long long)offset,
		       (unsigned long long)(clock_ns() - begin_ns));
		fflush(stdout);
	}
	return 0;
}
