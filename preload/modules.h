/*
 * The code that is loaded: ELF files (and the vdso), found when an instruction
 * of theirs is first seen on a stack, and gone when what lies at their place
 * is not they any more. The loader is not asked, for its lock is the host's:
 * mappings say where files are, and the files' own headers the rest. Collector
 * thread only.
 */
#ifndef MMSTALL_MODULES_H
#define MMSTALL_MODULES_H

#include <stdbool.h>
#include <stdint.h>

#include "elf_image.h"
#include "mappings.h"
#include "vec.h"

struct recorder;

struct module {
	uint32_t id;     /* counts from 1, never used again */
	uint32_t log_id; /* of its module record; 0: not written yet */
	uint32_t file;   /* id of the mapped_file that it comes from */
	uint64_t base;   /* where the first byte of the file lies */
	uint64_t seen_ns;
	struct elf_image image;
	bool is_checked; /* in this round: it is still there */
};

struct modules {
	struct vec loaded; /* struct module */
	struct mappings *mappings;
	struct recorder *recorder;
	uint32_t count; /* ids given out */
	uint32_t logged;
	size_t last; /* index of the one last found */
	uint64_t now_ns;
	uint64_t checked_ns; /* when all were last looked at */
	uint64_t maps_ns;    /* when the mappings were last asked for anew */

	/* Makes the mappings those of this moment. */
	void (*read_maps)(void *context);
	void *context;
};

void modules_init(struct modules *modules, struct mappings *mappings,
		  struct recorder *recorder);
void modules_release(struct modules *modules);

/*
 * A round begins at NOW: what is loaded may have changed. Once a second all
 * modules are looked at, so that the log says when one went away.
 */
void modules_begin_round(struct modules *modules, uint64_t now);

/* Looks at all of them now. */
void modules_check(struct modules *modules);

/*
 * The code at PC: *MODULE is NULL where it is in no file (JIT code). False:
 * there is no code at PC. Valid until the next call.
 */
bool modules_find(struct modules *modules, uint64_t pc, struct module **module);

/* The instruction at PC was executed: if the mappings do not know of code
 * there, they are not up to date. */
void modules_executed(struct modules *modules, uint64_t pc);

/* MODULE's record is in the log afterwards. */
void modules_log(struct modules *modules, struct module *module);

#endif
