/*
 * Functions that a JIT compiler made, as it wrote them into a perf map: lines
 * of address, size and name.
 */
#ifndef MMSTALL_PERF_MAP_H
#define MMSTALL_PERF_MAP_H

#include <stdint.h>

struct perf_map;

/* That of process PID: the copy beside LOG ("LOG.perf-map"), or what still is
 * in /tmp. NULL: there is none. */
struct perf_map *perf_map_open(const char *log, int64_t pid);
void perf_map_close(struct perf_map *map);

/* The function at ADDRESS, or NULL. */
const char *perf_map_name(const struct perf_map *map, uint64_t address);

#endif
