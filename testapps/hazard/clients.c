#include "hazard/clients.h"

#include "hazard/protocol.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool ask(struct client *client, const struct request *request,
		struct reply *reply)
{
	return send(client->fd, request, sizeof(*request), MSG_NOSIGNAL) ==
		       (ssize_t)sizeof(*request) &&
	       recv(client->fd, reply, sizeof(*reply), 0) ==
		       (ssize_t)sizeof(*reply);
}

static void *client_thread(void *arg)
{
	struct client *client = arg;
	struct clients *all = client->all;
	const struct plan *plan = all->plan;
	unsigned i;

	pthread_barrier_wait(all->start);
	while ((i = atomic_fetch_add_explicit(&all->next, 1,
					      memory_order_relaxed)) <
	       plan->requests) {
		struct request request = {
			.offset = plan->request_offsets[i],
			.pages = plan->pages_per_request,
		};
		struct reply reply;

		if (ask(client, &request, &reply) &&
		    reply.checksum ==
			    plan_right_answer(plan, request.offset,
					      plan->pages_per_request))
			client->right++;
		else
			client->wrong++;
	}
	shutdown(client->fd, SHUT_RDWR);
	return NULL;
}

static void client_start(struct client *client, unsigned number)
{
	char name[24];
	int ends[2];
	int error;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ||
	    fcntl(ends[1], F_SETFL, O_NONBLOCK) < 0)
		err(EXIT_FAILURE, "no socket for client %u", number);
	client->fd = ends[0];
	client->server_fd = ends[1];
	error = pthread_create(&client->thread, NULL, client_thread, client);
	if (error)
		errx(EXIT_FAILURE, "no thread for client %u: %s", number,
		     strerror(error));
	snprintf(name, sizeof(name), "client-%u", number);
	pthread_setname_np(client->thread, name);
}

void clients_start(struct clients *clients, unsigned count,
		   const struct plan *plan, pthread_barrier_t *start)
{
	clients->plan = plan;
	clients->start = start;
	clients->count = count;
	atomic_init(&clients->next, 0);
	clients->each = calloc(count, sizeof(*clients->each));
	if (!clients->each)
		err(EXIT_FAILURE, "no memory for %u clients", count);
	for (unsigned i = 0; i < count; i++) {
		clients->each[i].all = clients;
		client_start(&clients->each[i], i);
	}
}

void clients_join(struct clients *clients)
{
	for (unsigned i = 0; i < clients->count; i++)
		pthread_join(clients->each[i].thread, NULL);
}

unsigned clients_right(const struct clients *clients)
{
	unsigned right = 0;

	for (unsigned i = 0; i < clients->count; i++)
		right += clients->each[i].right;
	return right;
}

unsigned clients_wrong(const struct clients *clients)
{
	unsigned wrong = 0;

	for (unsigned i = 0; i < clients->count; i++)
		wrong += clients->each[i].wrong;
	return wrong;
}

void clients_release(struct clients *clients)
{
	for (unsigned i = 0; i < clients->count; i++) {
		close(clients->each[i].fd);
		close(clients->each[i].server_fd);
	}
	free(clients->each);
	clients->each = NULL;
}
