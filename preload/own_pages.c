#include "own_pages.h"

#include <link.h>
#include <stdint.h>

#include "sys.h"

/* By the linker. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));

static void read_pages(const char *from, size_t len)
{
	size_t page = sys_page_bytes();
	uintptr_t first = (uintptr_t)from / page * page;

	for (uintptr_t at = first; at < (uintptr_t)from + len; at += page)
		(void)*(const volatile char *)at;
}

void own_pages_touch(void)
{
	const ElfW(Ehdr) *header = (const void *)__ehdr_start;
	const ElfW(Phdr) *segment = (const void *)(__ehdr_start +
						   header->e_phoff);

	for (unsigned i = 0; i < header->e_phnum; i++, segment++) {
		if (segment->p_type == PT_LOAD)
			read_pages(__ehdr_start + segment->p_vaddr,
				   segment->p_filesz);
	}
}
