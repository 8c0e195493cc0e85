/*
 * The files of analyzer/html become part of the program by the assembler, from
 * the top of the tree, where every build runs.
 */
#include "html_assets.h"

#define ASSET(symbol, file)                            \
	__asm__(".pushsection .rodata\n"               \
		".globl " #symbol "\n" #symbol ":\n"   \
		".incbin \"analyzer/html/" file "\"\n" \
		".byte 0\n"                            \
		".popsection\n")

ASSET(html_style, "report.css");
ASSET(html_format, "format.js");
ASSET(html_tables, "tables.js");
ASSET(html_draw, "draw.js");
ASSET(html_time_line, "time_line.js");
ASSET(html_charts, "charts.js");
ASSET(html_flame, "flame.js");
ASSET(html_page, "page.js");
