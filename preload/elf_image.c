#include "elf_image.h"

#include <elf.h>
#include <string.h>

#include "self_memory.h"

/* Linkers put all headers at the beginning. */
#define HEAD_BYTES 4096

#define NOTE_MAX 1024

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#else
#define MACHINE EM_AARCH64
#endif

static uint64_t hash_of(const uint8_t *bytes, size_t len)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
	return hash ? hash : 1;
}

/* The headers alone are what is compared: all else may change in memory. */
static size_t headers_len(const uint8_t *head, size_t len)
{
	const Elf64_Ehdr *elf = (const void *)head;
	uint64_t end;

	if (len < sizeof(*elf) || memcmp(elf->e_ident, ELFMAG, SELFMAG) != 0 ||
	    elf->e_ident[EI_CLASS] != ELFCLASS64 || elf->e_machine != MACHINE ||
	    elf->e_phentsize != sizeof(Elf64_Phdr))
		return 0;
	end = elf->e_phoff + (uint64_t)elf->e_phnum * sizeof(Elf64_Phdr);
	/* Aligned, because they are looked at where they lie. */
	return elf->e_phoff % 8 == 0 && elf->e_phoff < len && end <= len
		       ? (size_t)end
		       : 0;
}

static void take_build_id(struct elf_image *image, const Elf64_Phdr *segment)
{
	_Alignas(8) uint8_t notes[NOTE_MAX];
	size_t len = segment->p_memsz < sizeof(notes) ? segment->p_memsz
						      : sizeof(notes);
	size_t align = segment->p_align == 8 ? 8 : 4;
	size_t at = 0;

	if (!self_read(image->bias + segment->p_vaddr, notes, len))
		return;
	while (at + sizeof(Elf64_Nhdr) <= len) {
		const Elf64_Nhdr *note = (const void *)(notes + at);
		size_t name = at + sizeof(*note);
		size_t id = name + (note->n_namesz + align - 1) / align * align;
		size_t next = id + (note->n_descsz + align - 1) / align * align;

		if (note->n_namesz > len || note->n_descsz > len || next > len)
			return;
		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
		    memcmp(notes + name, "GNU", 4) == 0 &&
		    note->n_descsz <= BUILD_ID_MAX) {
			memcpy(image->build_id, notes + id, note->n_descsz);
			image->build_id_len = (uint8_t)note->n_descsz;
			return;
		}
		at = next;
	}
}

static void take_load(struct elf_image *image, const Elf64_Phdr *segment)
{
	uint64_t start = image->bias + segment->p_vaddr;
	uint64_t end = start + segment->p_memsz;

	if (start < image->start)
		image->start = start;
	if (end > image->end)
		image->end = end;
	for (int i = 0; segment->p_flags & PF_X && i < CODE_RANGES; i++) {
		if (image->code[i].end)
			continue;
		image->code[i].start = start;
		image->code[i].end = end;
		break;
	}
}

static void take_segment(struct elf_image *image, const Elf64_Phdr *segment)
{
	switch (segment->p_type) {
	case PT_LOAD:
		take_load(image, segment);
		break;
	case PT_NOTE:
		if (!image->build_id_len)
			take_build_id(image, segment);
		break;
	case PT_GNU_EH_FRAME:
		image->tables = image->bias + segment->p_vaddr;
		break;
	}
}

/* The segment that holds the beginning of the file, or what comes first. */
static const Elf64_Phdr *first_load(const Elf64_Phdr *segments, int count)
{
	for (int i = 0; i < count; i++) {
		if (segments[i].p_type == PT_LOAD)
			return &segments[i];
	}
	return NULL;
}

bool elf_image_read(uint64_t base, struct elf_image *image)
{
	_Alignas(8) uint8_t head[HEAD_BYTES] = { 0 };
	size_t len = headers_len(head,
				 self_read_some(base, head, sizeof(head)));
	const Elf64_Ehdr *elf = (const void *)head;
	const Elf64_Phdr *segments, *first;

	if (!len)
		return false;
	segments = (const void *)(head + elf->e_phoff);
	first = first_load(segments, elf->e_phnum);
	if (!first)
		return false;
	memset(image, 0, sizeof(*image));
	image->start = UINT64_MAX;
	image->fingerprint = hash_of(head, len);
	image->bias = base - (first->p_vaddr - first->p_offset);
	for (int i = 0; i < elf->e_phnum; i++)
		take_segment(image, &segments[i]);
	return true;
}

bool elf_image_is_at(const struct elf_image *image, uint64_t base)
{
	struct elf_image now;

	return elf_image_read(base, &now) &&
	       now.fingerprint == image->fingerprint &&
	       now.build_id_len == image->build_id_len &&
	       memcmp(now.build_id, image->build_id, now.build_id_len) == 0;
}

bool elf_image_is_code(const struct elf_image *image, uint64_t address)
{
	for (int i = 0; i < CODE_RANGES; i++) {
		if (image->code[i].start <= address &&
		    address < image->code[i].end)
			return true;
	}
	return false;
}
