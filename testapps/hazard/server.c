#include "hazard/server.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	READY_MAX = 64
};

static void watch(struct server *server, struct source *source)
{
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.ptr = source,
	};

	if (epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, source->fd, &event) < 0)
		err(EXIT_FAILURE, "cannot watch a descriptor");
}

static void end_source(struct server *server, struct source *source)
{
	epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, source->fd, NULL);
	server->sources_open--;
}

static void send_reply(struct server *server, unsigned client,
		       const struct reply *reply)
{
	if (send(server->clients[client].fd, reply, sizeof(*reply),
		 MSG_NOSIGNAL) != (ssize_t)sizeof(*reply))
		server->truth.unsent++;
}

/* The hazard: it looks like adding up an array. */
static uint64_t sum_mapped_words(struct server *server,
				 const struct request *request)
{
	const struct plan *plan = server->plan;
	uint64_t checksum = 0;

	for (uint64_t i = 0; i < request->pages; i++) {
		uint64_t page = request->offset + i * plan->page_bytes;
		uint64_t at = plan_word_offset(plan, page);

		checksum = plan_add_word(
			checksum,
			touch_word(&server->touches, server->base, at));
	}
	return checksum;
}

static void serve(struct server *server, unsigned client,
		  const struct request *request)
{
	struct job *job = &server->jobs[client];

	if (server->pool) {
		job->plan = server->plan;
		job->file_fd = server->file_fd;
		job->client = client;
		job->request = *request;
		job_submit(job, server->pool);
		return;
	}
	job->reply.checksum = sum_mapped_words(server, request);
	send_reply(server, client, &job->reply);
}

static void on_request(struct server *server, struct source *source)
{
	unsigned client = (unsigned)(source - server->clients);
	struct request request;
	ssize_t got = recv(source->fd, &request, sizeof(request), 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got == (ssize_t)sizeof(request))
		serve(server, client, &request);
	else
		end_source(server, source);
}

static void on_pool_done(struct server *server, struct source *source)
{
	struct pool_job *done;

	(void)source;
	for (done = pool_take_done(server->pool); done; done = done->next) {
		const struct job *job = done->data;

		send_reply(server, job->client, &job->reply);
	}
}

static void on_tick(struct server *server, struct source *source)
{
	uint64_t now = now_ns();
	uint64_t expiries;

	if (read(source->fd, &expiries, sizeof(expiries)) !=
	    (ssize_t)sizeof(expiries))
		return;
	if (now > server->next_tick_ns &&
	    now - server->next_tick_ns > server->truth.longest_tick_late_ns)
		server->truth.longest_tick_late_ns = now - server->next_tick_ns;
	server->truth.ticks += expiries;
	server->next_tick_ns += expiries * server->tick_ns;
}

static void on_worker_done(struct server *server, struct source *source)
{
	end_source(server, source);
}

static void start_ticking(struct server *server)
{
	uint64_t period = server->tick_ns;
	struct itimerspec spec;

	server->next_tick_ns = now_ns() + period;
	spec.it_value.tv_sec = (time_t)(server->next_tick_ns / NS_PER_S);
	spec.it_value.tv_nsec = (long)(server->next_tick_ns % NS_PER_S);
	spec.it_interval.tv_sec = (time_t)(period / NS_PER_S);
	spec.it_interval.tv_nsec = (long)(period % NS_PER_S);
	if (timerfd_settime(server->tick.fd, TFD_TIMER_ABSTIME, &spec, NULL) <
	    0)
		err(EXIT_FAILURE, "cannot start the timer");
}

static void note_iteration(struct server_truth *truth, uint64_t duration_ns)
{
	truth->iterations++;
	truth->stalls += duration_ns >= SERVER_STALL_NS;
	if (duration_ns > truth->longest_iteration_ns)
		truth->longest_iteration_ns = duration_ns;
}

void server_run(struct server *server)
{
	struct epoll_event ready[READY_MAX];
	uint64_t start_ns;

	start_ticking(server);
	while (server->sources_open) {
		int count = epoll_wait(server->epoll_fd, ready, READY_MAX, -1);

		if (count < 0 && errno != EINTR)
			err(EXIT_FAILURE, "cannot wait for events");
		start_ns = now_ns();
		for (int i = 0; i < count; i++) {
			struct source *source = ready[i].data.ptr;

			source->on_ready(server, source);
		}
		note_iteration(&server->truth, now_ns() - start_ns);
	}
}

static void watch_clients(struct server *server, const struct clients *clients)
{
	server->clients = calloc(clients->count, sizeof(*server->clients));
	server->jobs = calloc(clients->count, sizeof(*server->jobs));
	if (!server->clients || !server->jobs)
		err(EXIT_FAILURE, "no memory for %u clients", clients->count);
	for (unsigned i = 0; i < clients->count; i++) {
		server->clients[i] = (struct source){
			.fd = clients->each[i].server_fd,
			.on_ready = on_request,
		};
		watch(server, &server->clients[i]);
		server->sources_open++;
	}
}

static void prepare_touches(struct server *server)
{
	const struct plan *plan = server->plan;
	size_t touches = server->pool ? 0
				      : (size_t)plan->requests *
						plan->pages_per_request;

	if (touch_log_init(&server->touches, touches) < 0)
		errx(EXIT_FAILURE, "no memory to note %zu touches", touches);
}

void server_init(struct server *server, const struct plan *plan,
		 const void *base, const struct clients *clients,
		 const struct worker *worker, struct pool *pool, int file_fd,
		 uint64_t tick_ns)
{
	*server = (struct server){
		.plan = plan,
		.base = base,
		.pool = pool,
		.file_fd = file_fd,
		.tick_ns = tick_ns,
		.epoll_fd = epoll_create1(EPOLL_CLOEXEC),
		.tick = { timerfd_create(CLOCK_MONOTONIC,
					 TFD_CLOEXEC | TFD_NONBLOCK),
			  on_tick },
	};
	if (server->epoll_fd < 0 || server->tick.fd < 0)
		err(EXIT_FAILURE, "cannot make an event loop");
	prepare_touches(server);
	watch(server, &server->tick);
	watch_clients(server, clients);
	if (pool) {
		server->pool_done = (struct source){ pool->done_fd,
						     on_pool_done };
		watch(server, &server->pool_done);
	}
	if (worker) {
		server->worker_done = (struct source){ worker->done_fd,
						       on_worker_done };
		watch(server, &server->worker_done);
		server->sources_open++;
	}
}

void server_release(struct server *server)
{
	close(server->tick.fd);
	close(server->epoll_fd);
	touch_log_release(&server->touches);
	free(server->clients);
	free(server->jobs);
}
