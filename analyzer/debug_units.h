/*
 * The functions of one ELF file's debug data by address. A compilation unit is
 * gone through once, when the first address in it is asked for.
 */
#ifndef MMSTALL_DEBUG_UNITS_H
#define MMSTALL_DEBUG_UNITS_H

#include <elfutils/libdw.h>

#include "analyzer/array.h"

struct debug_units {
	void *units; /* of tsearch(3) */
};

void debug_units_release(struct debug_units *units);

/*
 * What the instruction at ADDRESS of UNIT lies in: Dwarf_Die, from the function
 * that has it to the innermost block; none if there is no such function.
 */
struct array debug_units_scopes(struct debug_units *units, Dwarf_Die *unit,
				Dwarf_Addr address);

#endif
