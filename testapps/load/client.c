#include "load/client.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/request.h"

#define PATIENCE_NS (30 * NS_PER_S)

enum {
	EVENTS = 64,
	REPLIES = 256,
};

struct connection {
	int fd;
	/* What the server has not taken yet. */
	unsigned char *unsent;
	size_t unsent_len, unsent_size;
	/* The beginning of a reply. */
	unsigned char part[sizeof(struct reply)];
	size_t part_len;
};

struct client {
	struct plan *plan;
	struct connection *connections; /* the first is for pings */
	unsigned count;
	int epoll;
	uint64_t begin_ns;
	size_t sent, answered, reads_sent;
	struct client_result result;
};

static void open_connection(struct client *client, struct connection *one,
			    uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = one };
	int yes = 1;

	one->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (one->fd < 0 ||
	    connect(one->fd, (struct sockaddr *)&address, sizeof(address)))
		err(EXIT_FAILURE, "no server at port %u", port);
	setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (epoll_ctl(client->epoll, EPOLL_CTL_ADD, one->fd, &event))
		err(EXIT_FAILURE, "epoll_ctl");
}

/* As much as the server takes; the rest stays. */
static void send_unsent(struct connection *one)
{
	size_t done = 0;

	while (done < one->unsent_len) {
		ssize_t len = send(one->fd, one->unsent + done,
				   one->unsent_len - done,
				   MSG_DONTWAIT | MSG_NOSIGNAL);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0 && errno == EAGAIN)
			break;
		if (len < 0)
			err(EXIT_FAILURE, "the server takes no requests");
		done += (size_t)len;
	}
	one->unsent_len -= done;
	memmove(one->unsent, one->unsent + done, one->unsent_len);
}

static void add_unsent(struct connection *one, const struct request *request)
{
	if (one->unsent_len + sizeof(*request) > one->unsent_size) {
		one->unsent_size = 2 * one->unsent_size + 64 * sizeof(*request);
		one->unsent = realloc(one->unsent, one->unsent_size);
		if (!one->unsent)
			err(EXIT_FAILURE, "requests that wait to be sent");
	}
	memcpy(one->unsent + one->unsent_len, request, sizeof(*request));
	one->unsent_len += sizeof(*request);
}

static uint64_t elapsed_ns(const struct client *client)
{
	return now_ns() - client->begin_ns;
}

static struct connection *connection_of(struct client *client,
					const struct task *task)
{
	if (!task->length)
		return &client->connections[0];
	return &client->connections[1 +
				    client->reads_sent++ % (client->count - 1)];
}

/* Everything that is due by now. */
static void send_due(struct client *client)
{
	while (client->sent < client->plan->len) {
		struct task *task = &client->plan->tasks[client->sent];
		uint64_t now = elapsed_ns(client);
		struct connection *one;

		if (task->due_ns > now)
			break;
		if (now - task->due_ns > client->result.late_ns)
			client->result.late_ns = now - task->due_ns;
		one = connection_of(client, task);
		add_unsent(one, &(struct request){ .id = client->sent,
						   .offset = task->offset,
						   .file = task->file,
						   .length = task->length });
		task->sent_ns = now;
		client->sent++;
		send_unsent(one);
	}
}

static void take_reply(struct client *client, const struct reply *reply,
		       uint64_t now)
{
	struct task *task;

	if (reply->id >= client->sent)
		errx(EXIT_FAILURE, "the server answers what was not asked");
	task = &client->plan->tasks[reply->id];
	if (task->done_ns)
		errx(EXIT_FAILURE, "the server answers twice");
	task->done_ns = now;
	client->answered++;
	client->result.wrong += reply->sum != plan_sum(task);
}

static void receive(struct client *client, struct connection *one)
{
	unsigned char bytes[REPLIES * sizeof(struct reply)];
	ssize_t got;
	size_t len, at = 0;
	uint64_t now;

	memcpy(bytes, one->part, one->part_len);
	got = recv(one->fd, bytes + one->part_len,
		   sizeof(bytes) - one->part_len, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		errx(EXIT_FAILURE, "the server closed a connection");
	now = elapsed_ns(client);
	len = one->part_len + (size_t)got;
	for (; at + sizeof(struct reply) <= len; at += sizeof(struct reply)) {
		struct reply reply;

		memcpy(&reply, bytes + at, sizeof(reply));
		take_reply(client, &reply, now);
	}
	one->part_len = len - at;
	memcpy(one->part, bytes + at, one->part_len);
}

/* Waits for answers until the next request is due. */
static void wait_for_news(struct client *client)
{
	struct epoll_event events[EVENTS];
	uint64_t wait_ns = PATIENCE_NS;
	struct timespec timeout;
	int count;

	if (client->sent < client->plan->len) {
		uint64_t due_ns = client->plan->tasks[client->sent].due_ns;
		uint64_t now = elapsed_ns(client);

		wait_ns = due_ns > now ? due_ns - now : 0;
	}
	timeout.tv_sec = (time_t)(wait_ns / NS_PER_S);
	timeout.tv_nsec = (long)(wait_ns % NS_PER_S);
	count = epoll_pwait2(client->epoll, events, EVENTS, &timeout, NULL);
	if (count < 0 && errno != EINTR)
		err(EXIT_FAILURE, "epoll_pwait2");
	if (count == 0 && wait_ns == PATIENCE_NS)
		client->result.lost = client->sent - client->answered;
	for (int i = 0; i < count; i++)
		receive(client, events[i].data.ptr);
	for (unsigned i = 0; i < client->count; i++) {
		if (client->connections[i].unsent_len)
			send_unsent(&client->connections[i]);
	}
}

struct client_result client_run(struct plan *plan, uint16_t port,
				unsigned connections)
{
	struct client client = { .plan = plan, .count = connections + 1 };

	client.epoll = epoll_create1(EPOLL_CLOEXEC);
	client.connections = calloc(client.count, sizeof(*client.connections));
	if (client.epoll < 0 || !client.connections)
		err(EXIT_FAILURE, "cannot start");
	for (unsigned i = 0; i < client.count; i++)
		open_connection(&client, &client.connections[i], port);
	client.begin_ns = now_ns();
	while (client.answered < plan->len && !client.result.lost) {
		send_due(&client);
		wait_for_news(&client);
	}
	for (unsigned i = 0; i < client.count; i++) {
		close(client.connections[i].fd);
		free(client.connections[i].unsent);
	}
	free(client.connections);
	close(client.epoll);
	return client.result;
}
