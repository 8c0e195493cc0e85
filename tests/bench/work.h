/*
 * What the workloads of the benchmark share. Each says how long it took per
 * unit of work, by its own clock, from when it is warmed up.
 */
#ifndef BENCH_WORK_H
#define BENCH_WORK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t clock_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline uint64_t clock_ns(void)
{
	return clock_of(CLOCK_MONOTONIC);
}

/* One line of result: nanoseconds per unit, and CPU time of the process. */
static inline void tell(uint64_t wall_ns, uint64_t cpu_ns, uint64_t units)
{
	printf("RESULT %.3f %.3f %llu\n", (double)wall_ns / (double)units,
	       (double)cpu_ns / (double)units, (unsigned long long)units);
}

static inline void must(int is_fine, const char *what)
{
	if (is_fine)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

int run_loop(uint64_t units);
int run_messages(uint64_t units);
/* EVENTS of its own are open on each of the two threads. */
int run_ping_pong(uint64_t units, int is_cross, unsigned events);
void open_events(unsigned count);
int run_warm(const char *path, uint64_t milliseconds);
int run_cold(const char *path, uint64_t units);
int run_churn(uint64_t milliseconds);
int run_maps(const char *path, uint64_t units);
int run_threads(uint64_t units);
int run_many(uint64_t threads);

#endif
