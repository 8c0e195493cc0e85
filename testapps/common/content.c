#include "common/content.h"

#include "common/units.h"

#include <string.h>

/* A word in memory is the word of the file: both targets are little-endian. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
	       "content.h defines the words as little-endian");

void content_fill(void *to, uint64_t file_number, uint64_t offset, size_t len)
{
	unsigned char *out = to;

	while (len) {
		size_t skip = offset % 8;
		size_t take = 8 - skip < len ? 8 - skip : len;
		uint64_t word = content_word(file_number, offset - skip);

		memcpy(out, (const unsigned char *)&word + skip, take);
		out += take;
		offset += take;
		len -= take;
	}
}

bool content_file_number(const char *path, uint64_t *to)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return strncmp(name, "data.", 5) == 0 &&
	       units_parse_count(name + 5, UINT64_MAX, to);
}
