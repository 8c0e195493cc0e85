#include "bytes.h"

#include <string.h>

void bytes_skip(struct bytes *bytes, uint64_t len)
{
	if (len > (uint64_t)(bytes->end - bytes->at)) {
		bytes->is_bad = true;
		len = (uint64_t)(bytes->end - bytes->at);
	}
	bytes->at += len;
	bytes->address += len;
}

uint64_t bytes_fixed(struct bytes *bytes, size_t size)
{
	uint64_t value = 0;

	if (size <= (size_t)(bytes->end - bytes->at))
		memcpy(&value, bytes->at, size);
	bytes_skip(bytes, size);
	return value;
}

/* VALUE of BITS bits, its sign carried into the rest. */
static int64_t extend(uint64_t value, unsigned bits)
{
	if (bits < 64 && value >> (bits - 1) & 1)
		value |= ~UINT64_C(0) << bits;
	return (int64_t)value;
}

int64_t bytes_signed(struct bytes *bytes, size_t size)
{
	return extend(bytes_fixed(bytes, size), (unsigned)size * 8);
}

/* Seven bits a byte, the last one without the eighth; *BITS: how many. */
static uint64_t leb(struct bytes *bytes, unsigned *bits)
{
	uint64_t value = 0;
	uint8_t byte;

	*bits = 0;
	do {
		byte = (uint8_t)bytes_fixed(bytes, 1);
		if (*bits < 64)
			value |= (uint64_t)(byte & 0x7f) << *bits;
		*bits += 7;
	} while (byte & 0x80);
	return value;
}

uint64_t bytes_uleb(struct bytes *bytes)
{
	unsigned bits;

	return leb(bytes, &bits);
}

int64_t bytes_sleb(struct bytes *bytes)
{
	unsigned bits;
	uint64_t value = leb(bytes, &bits);

	return extend(value, bits);
}

static uint64_t in_format(struct bytes *bytes, uint8_t format)
{
	switch (format) {
	case 0x00: /* a whole address */
	case 0x04:
	case 0x0c:
		return bytes_fixed(bytes, 8);
	case 0x01:
		return bytes_uleb(bytes);
	case 0x09:
		return (uint64_t)bytes_sleb(bytes);
	case 0x02:
		return bytes_fixed(bytes, 2);
	case 0x0a:
		return (uint64_t)bytes_signed(bytes, 2);
	case BYTES_UDATA4:
		return bytes_fixed(bytes, 4);
	case BYTES_SDATA4:
		return (uint64_t)bytes_signed(bytes, 4);
	default:
		bytes->is_bad = true;
		return 0;
	}
}

uint64_t bytes_pointer(struct bytes *bytes, uint8_t encoding)
{
	uint64_t from = bytes->address;
	uint64_t value;

	if (encoding == BYTES_OMITTED)
		return 0;
	value = in_format(bytes, encoding & BYTES_FORMAT);
	switch (encoding & BYTES_HOW) {
	case BYTES_ABSOLUTE:
		return value;
	case BYTES_PC_REL:
		return from + value;
	default:
		bytes->is_bad = true;
		return 0;
	}
}
