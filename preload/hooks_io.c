/*
 * write, send and their kin: a mapped buffer that is given to the kernel is
 * read there, and where faults in the kernel cannot be sampled, all that shows
 * is a call that took long while its thread had major faults. Buffers that are
 * in no mapped file, and kernels whose faults are sampled, pay for a look only.
 */
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "calls.h"
#include "host_thread.h"
#include "ranges.h"
#include "real.h"
#include "session.h"
#include "sys.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT ssize_t pwrite64(int fd, const void *from, size_t len, off64_t at);
EXPORT ssize_t pwritev64(int fd, const struct iovec *from, int count,
			 off64_t at);

/* The moment before a call whose buffers may lie in a mapped file. */
struct io {
	uint64_t begin_ns; /* 0: nothing is to be noted */
	uint32_t major;    /* the thread's major faults before it */
};

static bool may_be_mapped(const struct iovec *buffer)
{
	return buffer->iov_len &&
	       ranges_may_hold_file((uintptr_t)buffer->iov_base,
				    buffer->iov_len);
}

static bool watches_buffers(void)
{
	return atomic_load_explicit(&session.watches_buffers,
				    memory_order_relaxed);
}

/* The kernel says itself what the calling thread waits for in calls. */
static bool has_kernel_faults(void)
{
	struct host_thread *thread = host_thread_self();

	return thread && atomic_load_explicit(&thread->has_kernel_faults,
					      memory_order_relaxed);
}

static struct io io_begin(void)
{
	struct usage usage;

	if (!watches_buffers() || !session_is_live() || has_kernel_faults() ||
	    !ranges_hold_any() || !usage_read(&usage))
		return (struct io){ 0 };
	return (struct io){ .begin_ns = now_ns(), .major = usage.major };
}

/* The same, when all of the data is known to be LEN bytes at FROM. */
static struct io io_begin_at(const void *from, size_t len)
{
	if (!watches_buffers() ||
	    !may_be_mapped(&(struct iovec){ (void *)from, len }))
		return (struct io){ 0 };
	return io_begin();
}

/* How many major faults the call took, if it was long; else 0. */
static uint32_t faults_since(const struct io *io, uint64_t end_ns)
{
	struct usage usage;

	/* A long call without a fault waited for its reader. */
	if (!io->begin_ns || end_ns - io->begin_ns < session.min_fault_ns ||
	    !usage_read(&usage))
		return 0;
	return usage.major - io->major;
}

/*
 * The call has returned RESULT. Only one that did something has read BUFFERS,
 * so that it is safe to look at them.
 */
static void io_end(enum call_kind kind, const struct io *io, ssize_t result,
		   const struct iovec *buffers, size_t count)
{
	uint64_t end_ns = io->begin_ns ? now_ns() : 0;
	uint32_t faults = faults_since(io, end_ns);
	struct host_thread *thread;
	size_t i = 0;

	if (!faults || result <= 0)
		return;
	while (i < count && !may_be_mapped(&buffers[i]))
		i++;
	thread = i < count ? hook_enter() : NULL;
	if (!thread)
		return;
	host_thread_note(
		thread,
		&(struct event){
			.t_ns = end_ns,
			.kind = EVENT_CALL,
			.call = { .kind = kind,
				  .argument = (int32_t)faults,
				  .start = (uintptr_t)buffers[i].iov_base,
				  .len = buffers[i].iov_len,
				  .begin_ns = io->begin_ns },
		});
	hook_leave(thread);
}

static void io_end_at(enum call_kind kind, const struct io *io, ssize_t result,
		      const void *from, size_t len)
{
	io_end(kind, io, result, &(struct iovec){ (void *)from, len }, 1);
}

EXPORT ssize_t write(int fd, const void *from, size_t len)
{
	struct io io = io_begin_at(from, len);
	ssize_t result = REAL(write)(fd, from, len);

	io_end_at(CALL_WRITE, &io, result, from, len);
	return result;
}

EXPORT ssize_t pwrite(int fd, const void *from, size_t len, off_t at)
{
	struct io io = io_begin_at(from, len);
	ssize_t result = REAL(pwrite)(fd, from, len, at);

	io_end_at(CALL_PWRITE, &io, result, from, len);
	return result;
}

EXPORT ssize_t pwrite64(int fd, const void *from, size_t len, off64_t at)
{
	struct io io = io_begin_at(from, len);
	ssize_t result = REAL(pwrite64)(fd, from, len, at);

	io_end_at(CALL_PWRITE, &io, result, from, len);
	return result;
}

EXPORT ssize_t writev(int fd, const struct iovec *from, int count)
{
	struct io io = io_begin();
	ssize_t result = REAL(writev)(fd, from, count);

	io_end(CALL_WRITEV, &io, result, from, (size_t)count);
	return result;
}

EXPORT ssize_t pwritev(int fd, const struct iovec *from, int count, off_t at)
{
	struct io io = io_begin();
	ssize_t result = REAL(pwritev)(fd, from, count, at);

	io_end(CALL_PWRITEV, &io, result, from, (size_t)count);
	return result;
}

EXPORT ssize_t pwritev64(int fd, const struct iovec *from, int count,
			 off64_t at)
{
	struct io io = io_begin();
	ssize_t result = REAL(pwritev64)(fd, from, count, at);

	io_end(CALL_PWRITEV, &io, result, from, (size_t)count);
	return result;
}

EXPORT ssize_t send(int fd, const void *from, size_t len, int flags)
{
	struct io io = io_begin_at(from, len);
	ssize_t result = REAL(send)(fd, from, len, flags);

	io_end_at(CALL_SEND, &io, result, from, len);
	return result;
}

EXPORT ssize_t sendto(int fd, const void *from, size_t len, int flags,
		      const struct sockaddr *to, socklen_t to_len)
{
	struct io io = io_begin_at(from, len);
	ssize_t result = REAL(sendto)(fd, from, len, flags, to, to_len);

	io_end_at(CALL_SENDTO, &io, result, from, len);
	return result;
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	struct io io = io_begin();
	ssize_t result = REAL(sendmsg)(fd, message, flags);

	if (result > 0)
		io_end(CALL_SENDMSG, &io, result, message->msg_iov,
		       message->msg_iovlen);
	return result;
}

EXPORT int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
	struct io io = io_begin();
	int result = REAL(sendmmsg)(fd, messages, count, flags);

	/* One note says it: the first of the messages that were sent. */
	if (result > 0)
		io_end(CALL_SENDMMSG, &io, result, messages->msg_hdr.msg_iov,
		       messages->msg_hdr.msg_iovlen);
	return result;
}
