#ifndef LOAD_OPTIONS_H
#define LOAD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
	uint64_t port;
	uint64_t files, size; /* the server's files: how many, bytes of each */
	uint64_t reads, read_rate; /* how many, and how many a second */
	uint64_t length;           /* bytes of each */
	uint64_t ping_rate;        /* a second */
	uint64_t connections;      /* for reads; pings have one of their own */
	uint64_t seed;
	bool is_json;
};

/* Exits with one sentence on what it cannot understand. */
void options_parse(struct options *options, int argc, char **argv);

#endif
