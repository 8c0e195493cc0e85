/*
 * log FAULTS STACKS ITERATIONS MODULE TEXT BYTES: a log to hold the analyzer's
 * speed against, of a server that is MODULE, whose code is BYTES from TEXT on:
 * faults at random, from stacks of 30 frames.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FRAMES 30
#define CODES  1000

static uint64_t state = 88172645463325252u;

static uint64_t random_below(uint64_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % limit;
}

static uint64_t records;

static void put_stacks(uint64_t stacks, const char *module, uint64_t text,
		       uint64_t text_bytes)
{
	printf("{\"module\":1,\"t\":0,\"path\":\"%s\",\"start\":"
	       "\"0x550000000000\",\"len\":1048576,\"bias\":"
	       "\"0x550000000000\"}\n",
	       module);
	printf("{\"stack\":1,\"fr\":[[1,%" PRIu64
	       "]]}\n{\"waits\":1,\"s\":1}\n",
	       text);
	for (uint64_t i = 2; i < stacks + 2; i++) {
		printf("{\"stack\":%" PRIu64 ",\"fr\":[[1,%" PRIu64 ",1]", i,
		       text + random_below(text_bytes));
		for (int k = 1; k < FRAMES; k++)
			printf(",[1,%" PRIu64 "]",
			       text + random_below(text_bytes));
		puts("]}");
	}
	records += stacks + 3;
}

static void put_fault(uint64_t number, uint64_t stacks, uint64_t *t_ns)
{
	uint64_t len_ns = 100000 + random_below(900000);
	uint64_t stack = 2 + random_below(stacks);

	*t_ns += 30000 + random_below(20000);
	printf("{\"f\":1,\"t\":%" PRIu64 ",\"d\":%" PRIu64
	       ",\"m\":2,\"o\":%" PRIu64 ",\"c\":%" PRIu64,
	       *t_ns, len_ns, random_below(65536) * 4096, stack % CODES + 1);
	if (number % 3 == 0)
		printf(",\"s\":%" PRIu64, stack);
	puts(",\"M\":1}");
	*t_ns += len_ns;
	records++;
}

int main(int argc, char **argv)
{
	uint64_t faults = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
	uint64_t stacks = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t iterations = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	uint64_t t_ns = 10000000, each;

	if (argc < 7 || !faults || !stacks || !iterations) {
		fputs("usage: log FAULTS STACKS ITERATIONS MODULE TEXT BYTES\n",
		      stderr);
		return EXIT_FAILURE;
	}
	each = faults / iterations ? faults / iterations : 1;
	puts("{\"mmstall\":\"1.0\",\"version\":\"0.1.0\",\"pid\":4711,"
	     "\"ppid\":1,\"program\":\"server\",\"exe\":\"/srv/server\","
	     "\"start_ns\":1000000000000,\"wall_ns\":1764000000000000000,"
	     "\"kernel\":\"6.1.0\",\"arch\":\"x86_64\",\"cpus\":2,"
	     "\"page_bytes\":4096,\"min_iteration_ns\":1000000,"
	     "\"min_fault_ns\":20000,\"sampling\":\"perf\","
	     "\"kernel_faults\":true,\"stacks\":\"dwarf\"}");
	puts("{\"thread\":1,\"t\":0,\"tid\":4711,\"name\":\"server\","
	     "\"how\":\"main\"}\n"
	     "{\"loop\":1,\"h\":1,\"t\":5000000,\"wait\":\"epoll_wait\","
	     "\"on\":5}\n"
	     "{\"file\":1,\"kind\":\"file\",\"path\":\"/srv/server\","
	     "\"dev\":\"253:1\",\"ino\":\"1001\"}\n"
	     "{\"map\":1,\"t\":0,\"of\":1,\"start\":\"0x550000000000\","
	     "\"len\":1048576,\"off\":0,\"prot\":\"r-x\"}\n"
	     "{\"file\":4,\"kind\":\"file\",\"path\":\"/srv/index.dat\","
	     "\"dev\":\"253:1\",\"ino\":\"1004\"}\n"
	     "{\"map\":2,\"t\":0,\"of\":4,\"start\":\"0x7f0000000000\","
	     "\"len\":268435456,\"off\":0,\"prot\":\"r--\",\"shared\":1}");
	records = 7;
	put_stacks(stacks, argv[4], strtoull(argv[5], NULL, 16),
		   strtoull(argv[6], NULL, 10));
	for (uint64_t i = 1; i <= CODES; i++)
		printf("{\"code\":%" PRIu64 ",\"ip\":\"0x%" PRIx64
		       "\",\"m\":1}\n",
		       i, UINT64_C(0x550000000000) + i * 16);
	records += CODES;
	for (uint64_t i = 0; i < faults;) {
		uint64_t begin_ns = t_ns;

		for (uint64_t k = 0; k < each && i < faults; k++)
			put_fault(i++, stacks, &t_ns);
		printf("{\"it\":1,\"n\":%" PRIu64 ",\"t\":%" PRIu64
		       ",\"d\":%" PRIu64 ",\"r\":3}\n",
		       i / each, begin_ns, t_ns - begin_ns);
		records++;
		t_ns += 100000;
	}
	printf("{\"end\":\"exit\",\"t\":%" PRIu64 ",\"records\":%" PRIu64
	       ",\"dropped\":0}\n",
	       t_ns, records);
	return EXIT_SUCCESS;
}
