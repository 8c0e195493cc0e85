/*
 * What the servers in C have in common: files, connections, and jobs for
 * threads. Each server brings its event loop, and says by it when a connection
 * can be read and when a job is done. The loop's thread only, but for
 * serving_read().
 */
#ifndef SERVERS_SERVING_H
#define SERVERS_SERVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/pool.h"
#include "common/request.h"

struct served_file {
	int fd;
	uint64_t size;
	const unsigned char *bytes; /* mapped; NULL: it is read */
};

struct serving {
	bool is_cured; /* --cure: nothing is mapped */
	size_t count;
	struct served_file *files;
	int listener; /* does not block */
};

struct connection {
	int fd;
	unsigned jobs;  /* that will reply to it */
	bool is_closed; /* the client is gone, or asked for what is not there */
	unsigned char part[sizeof(struct request)];
	size_t part_len;
	void *watcher; /* the loop's own */
};

/* A request that is answered off the loop. */
struct job {
	struct pool_job pool;
	const struct serving *serving;
	struct connection *connection;
	struct request request;
	uint64_t sum;
};

/* Takes the command line, opens the files, listens, and prints "port N". Exits
 * with one sentence when it cannot. */
void serving_start(struct serving *serving, int argc, char **argv);
void serving_stop(struct serving *serving);

/* The sum, from the mapping: it may wait for a disk as if it were nothing. */
uint64_t serving_touch(const struct serving *serving,
		       const struct request *request);

/* The same by pread(2). Any thread. */
uint64_t serving_read(const struct serving *serving,
		      const struct request *request);

/* The next client; NULL: there is none now. */
struct connection *serving_accept(struct serving *serving);

/*
 * Reads what has come and calls HANDLE for each whole request. False: the
 * connection is over, and is to be forgotten with connection_end().
 */
bool connection_receive(const struct serving *serving,
			struct connection *connection,
			void (*handle)(struct connection *connection,
				       const struct request *request));

/* A client that does not read its replies loses its connection. */
void connection_reply(struct connection *connection, uint64_t id, uint64_t sum);

/* Closes it, and frees it when its last job has replied. */
void connection_end(struct connection *connection);

struct job *job_new(const struct serving *serving,
		    struct connection *connection,
		    const struct request *request);

/* For a thread: works out the sum of a struct job. */
void job_work(void *job);

/* Back in the loop: replies, and frees it. */
void job_reply(struct job *job);

#endif
