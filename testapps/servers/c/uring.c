/*
 * A server on io_uring. The hazard: the loop sums mapped bytes as it goes
 * through its completions. The cure: the ring reads the file as well.
 */
#include <err.h>
#include <errno.h>
#include <liburing.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>

#include "common/sum.h"
#include "servers/c/serving.h"

#define ENTRIES 256

static struct serving serving;
static struct io_uring ring;

/* What a completion is of. */
struct step {
	bool (*complete)(struct step *step, int result); /* false: the end */
	struct connection *connection;
	struct job *job; /* of a read: its bytes are behind it */
	unsigned char bytes[];
};

static struct step *step_new(bool (*complete)(struct step *step, int result),
			     size_t bytes)
{
	struct step *step = calloc(1, sizeof(*step) + bytes);

	if (!step)
		err(EXIT_FAILURE, "a request");
	step->complete = complete;
	return step;
}

static struct io_uring_sqe *entry(void)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

	if (!sqe && io_uring_submit(&ring) >= 0)
		sqe = io_uring_get_sqe(&ring);
	if (!sqe)
		errx(EXIT_FAILURE, "the ring is full");
	return sqe;
}

static void poll_for(struct step *step, int fd)
{
	struct io_uring_sqe *sqe = entry();

	io_uring_prep_poll_add(sqe, fd, POLLIN);
	io_uring_sqe_set_data(sqe, step);
}

static bool reply_read(struct step *step, int result)
{
	if (result != (int)step->job->request.length)
		errx(EXIT_FAILURE, "a read failed");
	step->job->sum = sum_bytes(step->bytes, step->job->request.length);
	job_reply(step->job);
	free(step);
	return true;
}

static __attribute__((noinline)) void handle_request(
	struct connection *connection, const struct request *request)
{
	struct io_uring_sqe *sqe;
	struct step *step;

	if (!serving.is_cured) {
		connection_reply(connection, request->id,
				 serving_touch(&serving, request));
		return;
	}
	step = step_new(reply_read, request->length);
	step->job = job_new(&serving, connection, request);
	sqe = entry();
	io_uring_prep_read(sqe, serving.files[request->file].fd, step->bytes,
			   request->length, request->offset);
	io_uring_sqe_set_data(sqe, step);
}

static bool receive(struct step *step, int result)
{
	(void)result;
	if (connection_receive(&serving, step->connection, handle_request)) {
		poll_for(step, step->connection->fd);
	} else {
		connection_end(step->connection);
		free(step);
	}
	return true;
}

static bool accept_clients(struct step *step, int result)
{
	struct connection *connection;

	(void)result;
	while ((connection = serving_accept(&serving))) {
		struct step *from = step_new(receive, 0);

		from->connection = connection;
		poll_for(from, connection->fd);
	}
	poll_for(step, serving.listener);
	return true;
}

static bool end(struct step *step, int result)
{
	(void)result;
	free(step);
	return false;
}

static int watch_sigterm(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int main(int argc, char **argv)
{
	int signals = watch_sigterm();
	bool goes_on = true;

	serving_start(&serving, argc, argv);
	errno = -io_uring_queue_init(ENTRIES, &ring, 0);
	if (errno)
		err(EXIT_FAILURE, "io_uring");
	poll_for(step_new(end, 0), signals);
	poll_for(step_new(accept_clients, 0), serving.listener);
	while (goes_on) {
		struct io_uring_cqe *cqe;
		struct step *step;
		int result;

		io_uring_submit(&ring);
		if (io_uring_wait_cqe(&ring, &cqe))
			continue;
		step = io_uring_cqe_get_data(cqe);
		result = cqe->res;
		io_uring_cqe_seen(&ring, cqe);
		goes_on = step->complete(step, result);
	}
	return EXIT_SUCCESS;
}
