#include "debug_info.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "debug_symbols.h"
#include "debug_units.h"

struct debug_info {
	Dwfl *dwfl;
	Dwfl_Module *module;
	Dwfl_Callbacks callbacks;
	char *folders; /* of debug files, as libdwfl takes them */
	struct debug_units units;
	struct debug_symbols symbols;
};

static bool has_build_id(Dwfl_Module *module, const char *wanted)
{
	const unsigned char *bits;
	GElf_Addr address;
	int len = dwfl_module_build_id(module, &bits, &address);
	char text[3];

	if (!wanted[0])
		return true;
	if (len <= 0 || strlen(wanted) != 2 * (size_t)len)
		return false;
	for (int i = 0; i < len; i++) {
		snprintf(text, sizeof(text), "%02x", bits[i]);
		if (strncmp(text, wanted + 2 * i, 2) != 0)
			return false;
	}
	return true;
}

static char *folders_of(const char *folder)
{
	static const char usual[] = ":.debug:/usr/lib/debug";
	char *text = must_alloc(sizeof(usual) + 1 +
				(folder ? strlen(folder) : 0));

	sprintf(text, "%s%s%s", usual, folder ? ":" : "", folder ? folder : "");
	return text;
}

struct debug_info *debug_info_open(const char *path, const char *build_id,
				   const char *folder, enum debug_state *state)
{
	struct debug_info *info = must_alloc(sizeof(*info));

	*state = DEBUG_MISSING;
	info->folders = folders_of(folder);
	info->callbacks = (Dwfl_Callbacks){
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
		.debuginfo_path = &info->folders,
	};
	info->dwfl = dwfl_begin(&info->callbacks);
	if (info->dwfl) {
		/* At 0: addresses are the file's own then. */
		info->module = dwfl_report_elf(info->dwfl, path, path, -1, 0,
					       true);
		dwfl_report_end(info->dwfl, NULL, NULL);
	}
	if (info->module && has_build_id(info->module, build_id)) {
		*state = DEBUG_FOUND;
		info->symbols = debug_symbols_of(info->module);
		return info;
	}
	if (info->module)
		*state = DEBUG_OTHER;
	debug_info_close(info);
	return NULL;
}

void debug_info_close(struct debug_info *info)
{
	debug_units_release(&info->units);
	debug_symbols_release(&info->symbols);
	if (info->dwfl)
		dwfl_end(info->dwfl);
	free(info->folders);
	free(info);
}

uint64_t debug_info_address(const struct debug_info *info, uint64_t offset)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(info->module, &bias);
	size_t count = 0;

	if (elf)
		elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr segment;

		if (gelf_getphdr(elf, (int)i, &segment) &&
		    segment.p_type == PT_LOAD && offset >= segment.p_offset &&
		    offset < segment.p_offset + segment.p_filesz)
			return offset - segment.p_offset + segment.p_vaddr;
	}
	return offset;
}

static const char *name_of(Dwarf_Die *die)
{
	static const unsigned names[] = { DW_AT_linkage_name,
					  DW_AT_MIPS_linkage_name, DW_AT_name };
	Dwarf_Attribute attribute;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (dwarf_attr_integrate(die, names[i], &attribute))
			return dwarf_formstring(&attribute);
	}
	return NULL;
}

/* Where the function of DIE, which was inlined, is called. */
static const char *caller_line(Dwarf_Die *unit, Dwarf_Die *die, int *line)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, number = 0;
	Dwarf_Files *files;
	size_t count;

	*line = 0;
	if (dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute),
			    &number) ||
	    dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute),
			    &file) ||
	    dwarf_getsrcfiles(unit, &files, &count))
		return NULL;
	*line = (int)number;
	return dwarf_filesrc(files, file, NULL, NULL);
}

static const char *own_line(Dwarf_Die *unit, Dwarf_Addr address, int *line)
{
	Dwarf_Line *found = dwarf_getsrc_die(unit, address);

	*line = 0;
	if (!found)
		return NULL;
	dwarf_lineno(found, line);
	return dwarf_linesrc(found, NULL, NULL);
}

/* By the debug data; false: it has nothing of ADDRESS. */
static bool tell_scopes(struct debug_info *info, uint64_t address,
			debug_info_told *told, void *context)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(info->module, address, &bias);
	struct array scopes;
	const char *file;
	bool is_told = false;
	int line;

	if (!unit)
		return false;
	address -= bias;
	file = own_line(unit, address, &line);
	scopes = debug_units_scopes(&info->units, unit, address);
	for (size_t i = scopes.len; i-- > 0;) {
		Dwarf_Die *scope = array_at(&scopes, Dwarf_Die, i);
		int tag = dwarf_tag(scope);

		if (tag != DW_TAG_inlined_subroutine &&
		    tag != DW_TAG_subprogram)
			continue;
		told(context, name_of(scope), file, line);
		is_told = true;
		if (tag == DW_TAG_subprogram)
			break;
		file = caller_line(unit, scope, &line);
	}
	array_release(&scopes);
	return is_told;
}

bool debug_info_look_up(struct debug_info *info, uint64_t address,
			debug_info_told *told, void *context)
{
	const char *name;

	if (tell_scopes(info, address, told, context))
		return true;
	name = debug_symbols_name(&info->symbols, address);
	if (name)
		told(context, name, NULL, 0);
	return name != NULL;
}

uint64_t debug_info_function_start(struct debug_info *info, uint64_t address)
{
	Dwarf_Addr bias, start = 0, end;
	Dwarf_CFI *cfi = dwfl_module_eh_cfi(info->module, &bias);
	Dwarf_Frame *frame;

	if (!cfi || dwarf_cfi_addrframe(cfi, address - bias, &frame))
		return 0;
	/* What it returns is a register, or an error that is of no use here. */
	if (dwarf_frame_info(frame, &start, &end, NULL) < 0)
		start = 0;
	free(frame);
	return start ? start + bias : 0;
}
