/*
 * What the collector reads from /proc, without stdio or allocation but for
 * one buffer. Collector thread only.
 */
#ifndef MMSTALL_PROC_H
#define MMSTALL_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One line of /proc/self/maps. */
struct proc_map {
	uint64_t start, end;
	uint64_t offset;
	uint32_t dev_major, dev_minor;
	uint64_t inode; /* 0: no file */
	char prot[4];   /* "r-x" */
	bool is_shared;
	const char *path; /* as the kernel prints it; "" for none */
};

typedef void proc_map_fn(void *context, const struct proc_map *map);

/*
 * Calls EACH for every line of /proc/self/maps in ascending order; the path is
 * valid during the call. False: it could not be read (whole).
 */
bool proc_maps_each(proc_map_fn *each, void *context);

/* Parses LINE (changed: the path is cut out and unescaped in place). */
bool proc_map_parse(char *line, struct proc_map *map);

/* The kernel's fault counts of thread TID of this process. */
struct proc_faults {
	uint64_t minor, major;
};

/* False: there is no such thread any more, or /proc is not readable. */
bool proc_thread_faults(int tid, struct proc_faults *faults);

/* The counts in STAT, the text of a /proc/…/stat file. */
bool proc_stat_parse(const char *stat, struct proc_faults *faults);

/*
 * The stack pointer and the instruction of thread TID, which is asleep in the
 * kernel. False: it is not, or the kernel does not say.
 */
bool proc_thread_asleep(int tid, uint64_t *sp, uint64_t *pc);

/* The same two from TEXT of a /proc/.../syscall file. */
bool proc_syscall_parse(const char *text, uint64_t *sp, uint64_t *pc);

/* Its name, "" when unknown; SIZE at least 17. */
void proc_thread_name(int tid, char *name, size_t size);

/* Whether TEXT (at most 64 bytes) stands in file PATH. */
bool proc_file_has(const char *path, const char *text);

/* The whole of file PATH as text, cut at SIZE - 1. Negative: -errno. */
long proc_read(const char *path, char *to, size_t size);

#endif
