/*
 * The symbols of one ELF file by address. libdw looks through all of them for
 * each address: milliseconds in a program like node. They are sorted here once.
 */
#ifndef MMSTALL_DEBUG_SYMBOLS_H
#define MMSTALL_DEBUG_SYMBOLS_H

#include <elfutils/libdwfl.h>

#include "analyzer/intervals.h"

struct debug_symbols {
	Dwfl_Module *module;
	struct intervals ranges; /* the item is the symbol's index */
	struct intervals labels; /* symbols without a size, as one byte each */
	bool is_read;
};

/* Of MODULE, which outlives them. */
struct debug_symbols debug_symbols_of(Dwfl_Module *module);
void debug_symbols_release(struct debug_symbols *symbols);

/* The name of what ADDRESS is in; NULL: nothing. Valid as long as MODULE. */
const char *debug_symbols_name(struct debug_symbols *symbols, uint64_t address);

#endif
