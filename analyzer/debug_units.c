#include "debug_units.h"

#include <dwarf.h>
#include <search.h>
#include <stdlib.h>

#include "intervals.h"

struct unit {
	Dwarf_Off offset;        /* in .debug_info: what it is known by */
	struct array functions;  /* Dwarf_Die */
	struct intervals ranges; /* the item is the function's index */
};

static int by_offset(const void *left, const void *right)
{
	const struct unit *a = left, *b = right;

	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* What has no addresses of its own, but functions in it. */
static bool holds_functions(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module ||
	       tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
	       tag == DW_TAG_union_type || tag == DW_TAG_enumeration_type;
}

static void add_function(struct unit *unit, Dwarf_Die *function)
{
	Dwarf_Addr base, from, to;
	ptrdiff_t at = 0;

	while ((at = dwarf_ranges(function, at, &base, &from, &to)) > 0)
		intervals_add(&unit->ranges, from, to, 0, unit->functions.len);
	*(Dwarf_Die *)array_push(&unit->functions) = *function;
}

/* This is not dwarf_getscopes(), which passes by what lies in namespaces: there
 * Rust's limited debug data (debug = 1) has its functions. */
static void add_functions(struct unit *unit, Dwarf_Die *parent)
{
	Dwarf_Die child;

	if (dwarf_child(parent, &child))
		return;
	do {
		int tag = dwarf_tag(&child);

		if (holds_functions(tag))
			add_functions(unit, &child);
		else if (tag == DW_TAG_subprogram)
			add_function(unit, &child);
	} while (dwarf_siblingof(&child, &child) == 0);
}

static const struct unit *unit_of(struct debug_units *units, Dwarf_Die *die)
{
	struct unit key = { .offset = dwarf_dieoffset(die) };
	struct unit **found = tfind(&key, &units->units, by_offset);
	struct unit *unit;

	if (found)
		return *found;
	unit = must_alloc(sizeof(*unit));
	*unit = (struct unit){ .offset = key.offset,
			       .functions = ARRAY_OF(Dwarf_Die),
			       .ranges = intervals_none() };
	add_functions(unit, die);
	intervals_sort(&unit->ranges);
	if (!tsearch(unit, &units->units, by_offset))
		array_fail();
	return unit;
}

/* The blocks in PARENT that ADDRESS lies in, the innermost last. */
static bool add_blocks(struct array *scopes, Dwarf_Die *parent,
		       Dwarf_Addr address)
{
	Dwarf_Die child;

	if (dwarf_child(parent, &child))
		return false;
	do {
		if (holds_functions(dwarf_tag(&child))) {
			if (add_blocks(scopes, &child, address))
				return true;
		} else if (dwarf_haspc(&child, address) > 0) {
			*(Dwarf_Die *)array_push(scopes) = child;
			add_blocks(scopes, &child, address);
			return true;
		}
	} while (dwarf_siblingof(&child, &child) == 0);
	return false;
}

struct array debug_units_scopes(struct debug_units *units, Dwarf_Die *unit,
				Dwarf_Addr address)
{
	const struct unit *known = unit_of(units, unit);
	size_t found = intervals_find(&known->ranges, address);
	struct array scopes = ARRAY_OF(Dwarf_Die);
	Dwarf_Die function;

	if (found == INTERVALS_NONE)
		return scopes;
	function = *array_at(&known->functions, Dwarf_Die, found);
	*(Dwarf_Die *)array_push(&scopes) = function;
	add_blocks(&scopes, &function, address);
	return scopes;
}

static void free_unit(void *item)
{
	struct unit *unit = item;

	array_release(&unit->functions);
	intervals_release(&unit->ranges);
	free(unit);
}

void debug_units_release(struct debug_units *units)
{
	tdestroy(units->units, free_unit);
}
