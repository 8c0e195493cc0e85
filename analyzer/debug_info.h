/*
 * Names and lines of one ELF file: with debug_symbols and debug_units the only
 * user of libdw. Separate debug files are found by build-id or .gnu_debuglink
 * below /usr/lib/debug and beside the file, and by debuginfod where the user
 * has set DEBUGINFOD_URLS.
 */
#ifndef MMSTALL_DEBUG_INFO_H
#define MMSTALL_DEBUG_INFO_H

#include <stdbool.h>
#include <stdint.h>

enum debug_state {
	DEBUG_FOUND,
	DEBUG_MISSING, /* no such file, or none that can be read */
	DEBUG_OTHER,   /* another build than the one that was recorded */
};

struct debug_info;

/*
 * Opens PATH, which must have BUILD_ID (hexadecimal) unless that is "". Debug
 * files are looked for in FOLDER as well, if it is not NULL. NULL: *STATE says
 * why.
 */
struct debug_info *debug_info_open(const char *path, const char *build_id,
				   const char *folder, enum debug_state *state);
void debug_info_close(struct debug_info *info);

/* The address that the file gives to the byte at OFFSET in it. */
uint64_t debug_info_address(const struct debug_info *info, uint64_t offset);

/*
 * A function that ADDRESS is in: its name as the linker knows it, and the line
 * that it was at, 0 where that is not known.
 */
typedef void debug_info_told(void *context, const char *linkage_name,
			     const char *file, int line);

/* Where the function at ADDRESS begins, by the unwind tables, which stripped
 * files have as well; 0: they do not say. */
uint64_t debug_info_function_start(struct debug_info *info, uint64_t address);

/* Tells all functions at ADDRESS, those inlined there first, the one that has
 * code of its own last. False: none is known. */
bool debug_info_look_up(struct debug_info *info, uint64_t address,
			debug_info_told *told, void *context);

#endif
