#include "debug_symbols.h"

struct debug_symbols debug_symbols_of(Dwfl_Module *module)
{
	return (struct debug_symbols){ .module = module,
				       .ranges = intervals_none(),
				       .labels = intervals_none() };
}

void debug_symbols_release(struct debug_symbols *symbols)
{
	intervals_release(&symbols->ranges);
	intervals_release(&symbols->labels);
}

/* Of names for the same bytes, the one that is known everywhere. */
static unsigned weight_of(const GElf_Sym *symbol)
{
	switch (GELF_ST_BIND(symbol->st_info)) {
	case STB_GLOBAL:
		return 3;
	case STB_WEAK:
		return 2;
	case STB_LOCAL:
		return 1;
	default:
		return 0;
	}
}

static bool is_in_memory(const GElf_Sym *symbol)
{
	int type = GELF_ST_TYPE(symbol->st_info);

	return symbol->st_shndx != SHN_UNDEF && type != STT_SECTION &&
	       type != STT_FILE && type != STT_TLS;
}

static void read_symbols(struct debug_symbols *symbols)
{
	int count = dwfl_module_getsymtab(symbols->module);

	symbols->is_read = true;
	for (int i = 1; i < count; i++) {
		GElf_Sym symbol;
		GElf_Addr address;
		const char *name = dwfl_module_getsym_info(symbols->module, i,
							   &symbol, &address,
							   NULL, NULL, NULL);

		if (!name || !name[0] || !is_in_memory(&symbol))
			continue;
		intervals_add(symbol.st_size ? &symbols->ranges
					     : &symbols->labels,
			      address, address + (symbol.st_size ?: 1),
			      weight_of(&symbol), (size_t)i);
	}
	intervals_sort(&symbols->ranges);
	intervals_sort(&symbols->labels);
}

const char *debug_symbols_name(struct debug_symbols *symbols, uint64_t address)
{
	GElf_Sym symbol;
	GElf_Addr start;
	size_t found;

	if (!symbols->is_read)
		read_symbols(symbols);
	found = intervals_find(&symbols->ranges, address);
	if (found != INTERVALS_NONE)
		return dwfl_module_getsym_info(symbols->module, (int)found,
					       &symbol, &start, NULL, NULL,
					       NULL);
	/* How far a label goes is libdw's to say: not past another symbol. */
	return intervals_reach(&symbols->labels, address) >
			       intervals_reach(&symbols->ranges, address)
		       ? dwfl_module_addrname(symbols->module, address)
		       : NULL;
}
