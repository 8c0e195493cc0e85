/*
 * An ELF file as it was loaded into the process: what its own headers say of
 * it, read where they were mapped. Collector thread only.
 */
#ifndef MMSTALL_ELF_IMAGE_H
#define MMSTALL_ELF_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#define BUILD_ID_MAX 32
#define CODE_RANGES  4

struct elf_image {
	uint64_t start, end;  /* of all its segments */
	uint64_t bias;        /* loaded address - the file's own address */
	uint64_t tables;      /* where .eh_frame_hdr lies; 0: there is none */
	uint64_t fingerprint; /* of its headers, never 0 */
	struct {
		uint64_t start, end;
	} code[CODE_RANGES]; /* its executable segments */
	uint8_t build_id[BUILD_ID_MAX];
	uint8_t build_id_len; /* 0: it has none */
};

/* Reads the image whose first byte lies at BASE. False: there is none. */
bool elf_image_read(uint64_t base, struct elf_image *image);

/* Whether ADDRESS lies in an executable segment of IMAGE. */
bool elf_image_is_code(const struct elf_image *image, uint64_t address);

/* Whether IMAGE is still what lies at BASE. */
bool elf_image_is_at(const struct elf_image *image, uint64_t base);

#endif
