/*
 * The clients: threads that share out the plan's requests among themselves,
 * each sending one, waiting for its answer, and checking it.
 */
#ifndef HAZARD_CLIENTS_H
#define HAZARD_CLIENTS_H

#include "hazard/plan.h"

#include <pthread.h>
#include <stdatomic.h>

struct client {
	pthread_t thread;
	struct clients *all;
	int fd;        /* the client's end of the socket */
	int server_fd; /* the server's end, non-blocking; the server's to use */
	unsigned right; /* answers; written by the client's thread */
	unsigned wrong;
};

struct clients {
	const struct plan *plan;
	pthread_barrier_t *start;
	_Atomic unsigned next; /* request to send, of any client */
	unsigned count;
	struct client *each;
};

/*
 * Creates count threads; they wait on start before they send. Exits with one
 * sentence on failure.
 */
void clients_start(struct clients *clients, unsigned count,
		   const struct plan *plan, pthread_barrier_t *start);

/* Each client has ended when the server sees the end of its socket. */
void clients_join(struct clients *clients);
unsigned clients_right(const struct clients *clients);
unsigned clients_wrong(const struct clients *clients);

/* Closes both ends of the sockets. */
void clients_release(struct clients *clients);

#endif
