/*
 * Reads the encodings of unwind tables (LEB128, the pointers of .eh_frame; see
 * the Linux Standard Base, "DWARF extensions") out of a copy of them. A read
 * past the end gives zeroes and is remembered.
 */
#ifndef MMSTALL_BYTES_H
#define MMSTALL_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const uint8_t *at, *end;
	uint64_t address; /* where *at lies in the process */
	bool is_bad;      /* read past the end, or an unknown encoding */
};

/* Pointer encodings: the low half is the format, then what it is added to. */
#define BYTES_ABSOLUTE  0x00
#define BYTES_PC_REL    0x10
#define BYTES_OMITTED   0xff
#define BYTES_HOW       0x70
#define BYTES_INDIRECT  0x80
#define BYTES_FORMAT    0x0f
#define BYTES_SDATA4    0x0b
#define BYTES_UDATA4    0x03
#define BYTES_DATA_REL4 0x3b /* sdata4, from the start of the section */

static inline struct bytes bytes_in(const void *from, size_t len,
				    uint64_t address)
{
	return (struct bytes){ from, (const uint8_t *)from + len, address,
			       false };
}

static inline bool bytes_have_more(const struct bytes *bytes)
{
	return bytes->at < bytes->end && !bytes->is_bad;
}

/* SIZE (at most 8) bytes, in the machine's order, which is little-endian. */
uint64_t bytes_fixed(struct bytes *bytes, size_t size);
int64_t bytes_signed(struct bytes *bytes, size_t size);
uint64_t bytes_uleb(struct bytes *bytes);
int64_t bytes_sleb(struct bytes *bytes);
void bytes_skip(struct bytes *bytes, uint64_t len);

/* A pointer in ENCODING; one that is indirect is read, not followed. */
uint64_t bytes_pointer(struct bytes *bytes, uint8_t encoding);

#endif
