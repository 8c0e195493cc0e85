/*
 * The map of functions that a JIT compiler writes for profilers, kept beside
 * the log: that in /tmp is lost when another process gets the same id.
 * Collector thread only.
 */
#ifndef MMSTALL_JIT_MAP_H
#define MMSTALL_JIT_MAP_H

/* Copies /tmp/perf-PID.map of this process, if there is one and it is ours, to
 * LOG.perf-map, in place of what an older log left there. What fails is left
 * undone. */
void jit_map_keep(const char *log);

#endif
