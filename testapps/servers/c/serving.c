#include "servers/c/serving.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/sum.h"

#define BACKLOG  128
#define REQUESTS 64

static void open_file(const struct serving *serving, struct served_file *file,
		      const char *path)
{
	struct stat status;
	void *bytes;

	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &status))
		err(EXIT_FAILURE, "%s", path);
	file->size = (uint64_t)status.st_size;
	if (serving->is_cured)
		return;
	bytes = mmap(NULL, file->size, PROT_READ, MAP_SHARED, file->fd, 0);
	if (bytes == MAP_FAILED)
		err(EXIT_FAILURE, "mmap of %s", path);
	file->bytes = bytes;
}

static void listen_somewhere(struct serving *serving)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);

	serving->listener = socket(
		AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (serving->listener < 0 ||
	    bind(serving->listener, (struct sockaddr *)&address, len) ||
	    listen(serving->listener, BACKLOG) ||
	    getsockname(serving->listener, (struct sockaddr *)&address, &len))
		err(EXIT_FAILURE, "cannot listen");
	printf("port %d\n", ntohs(address.sin_port));
	fflush(stdout);
}

void serving_start(struct serving *serving, int argc, char **argv)
{
	int first = 1;

	*serving = (struct serving){ 0 };
	if (argc > 1 && strcmp(argv[1], "--cure") == 0) {
		serving->is_cured = true;
		first = 2;
	}
	if (first >= argc || argv[first][0] == '-')
		errx(EXIT_FAILURE, "usage: %s [--cure] FILE...", argv[0]);
	serving->count = (size_t)(argc - first);
	serving->files = calloc(serving->count, sizeof(*serving->files));
	if (!serving->files)
		err(EXIT_FAILURE, "%zu files", serving->count);
	for (size_t i = 0; i < serving->count; i++)
		open_file(serving, &serving->files[i], argv[(size_t)first + i]);
	listen_somewhere(serving);
}

void serving_stop(struct serving *serving)
{
	for (size_t i = 0; i < serving->count; i++) {
		struct served_file *file = &serving->files[i];

		if (file->bytes)
			munmap((void *)file->bytes, file->size);
		close(file->fd);
	}
	close(serving->listener);
	free(serving->files);
}

uint64_t serving_touch(const struct serving *serving,
		       const struct request *request)
{
	return sum_bytes(serving->files[request->file].bytes + request->offset,
			 request->length);
}

uint64_t serving_read(const struct serving *serving,
		      const struct request *request)
{
	unsigned char *bytes = malloc(request->length);
	uint64_t sum = 0;
	size_t len = 0;

	while (bytes && len < request->length) {
		ssize_t got = pread(serving->files[request->file].fd,
				    bytes + len, request->length - len,
				    (off_t)(request->offset + len));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			err(EXIT_FAILURE, "pread");
		len += (size_t)got;
	}
	if (bytes)
		sum = sum_bytes(bytes, request->length);
	free(bytes);
	return sum;
}

struct connection *serving_accept(struct serving *serving)
{
	struct connection *connection;
	int yes = 1;
	int fd = accept4(serving->listener, NULL, NULL,
			 SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return NULL;
	connection = calloc(1, sizeof(*connection));
	if (!connection)
		err(EXIT_FAILURE, "a client");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	connection->fd = fd;
	return connection;
}

static bool is_there(const struct serving *serving,
		     const struct request *request)
{
	return !request->length ||
	       (request->file < serving->count &&
		request->offset <= serving->files[request->file].size &&
		request->length <=
			serving->files[request->file].size - request->offset);
}

bool connection_receive(const struct serving *serving,
			struct connection *connection,
			void (*handle)(struct connection *connection,
				       const struct request *request))
{
	unsigned char bytes[REQUESTS * sizeof(struct request)];
	size_t len = connection->part_len, at = 0;
	ssize_t got;

	memcpy(bytes, connection->part, len);
	got = recv(connection->fd, bytes + len, sizeof(bytes) - len, 0);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	len += (size_t)got;
	for (; at + sizeof(struct request) <= len && !connection->is_closed;
	     at += sizeof(struct request)) {
		struct request request;

		memcpy(&request, bytes + at, sizeof(request));
		if (!is_there(serving, &request))
			return false;
		if (request.length)
			handle(connection, &request);
		else
			connection_reply(connection, request.id, 0);
	}
	connection->part_len = len - at;
	memcpy(connection->part, bytes + at, connection->part_len);
	return got > 0 && !connection->is_closed;
}

void connection_reply(struct connection *connection, uint64_t id, uint64_t sum)
{
	struct reply reply = { .id = id, .sum = sum };

	if (!connection->is_closed &&
	    send(connection->fd, &reply, sizeof(reply), MSG_NOSIGNAL) !=
		    (ssize_t)sizeof(reply))
		connection->is_closed = true;
}

void connection_end(struct connection *connection)
{
	close(connection->fd);
	connection->fd = -1;
	connection->is_closed = true;
	if (!connection->jobs)
		free(connection);
}

struct job *job_new(const struct serving *serving,
		    struct connection *connection,
		    const struct request *request)
{
	struct job *job = malloc(sizeof(*job));

	if (!job)
		err(EXIT_FAILURE, "a job");
	*job = (struct job){ .pool = { .work = job_work, .data = job },
			     .serving = serving,
			     .connection = connection,
			     .request = *request };
	connection->jobs++;
	return job;
}

void job_work(void *job)
{
	struct job *self = job;

	self->sum = serving_read(self->serving, &self->request);
}

void job_reply(struct job *job)
{
	struct connection *connection = job->connection;

	connection_reply(connection, job->request.id, job->sum);
	connection->jobs--;
	if (connection->fd < 0 && !connection->jobs)
		free(connection);
	free(job);
}
