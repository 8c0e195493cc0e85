/* From an instruction to the rules of its function. */
#include <string.h>

#include "cfi.h"
#include "self_memory.h"

/* An entry of a table longer than this is not looked at. */
#define ENTRY_MAX (64u << 10)

/* Index entries are read at once when so few are left to search. */
#define BLOCK_ENTRIES 64

struct index_entry { /* BYTES_DATA_REL4: from the start of the index */
	int32_t start;
	int32_t description;
};

struct index {
	uint64_t address;
	uint64_t entries; /* where they begin */
	uint64_t count;
};

/* The header of .eh_frame_hdr; all linkers write the same encodings. */
static bool read_index(uint64_t address, struct index *index)
{
	uint8_t raw[32];
	size_t len = self_read_some(address, raw, sizeof(raw));
	struct bytes bytes = bytes_in(raw, len, address);
	uint64_t version = bytes_fixed(&bytes, 1);
	uint8_t frame_encoding = (uint8_t)bytes_fixed(&bytes, 1);
	uint8_t count_encoding = (uint8_t)bytes_fixed(&bytes, 1);
	uint8_t table_encoding = (uint8_t)bytes_fixed(&bytes, 1);

	if (version != 1 || table_encoding != BYTES_DATA_REL4)
		return false;
	bytes_pointer(&bytes, frame_encoding);
	index->address = address;
	index->count = bytes_pointer(&bytes, count_encoding);
	index->entries = bytes.address;
	return !bytes.is_bad && index->count > 0;
}

static uint64_t entry_start(const struct index *index,
			    const struct index_entry *entry)
{
	return index->address + (uint64_t)(int64_t)entry->start;
}

/* Narrows FIRST … LAST down to a block that holds PC's entry. */
static bool narrow(const struct index *index, uint64_t pc, uint64_t *first,
		   uint64_t *last)
{
	while (*last - *first > BLOCK_ENTRIES) {
		uint64_t middle = *first + (*last - *first) / 2;
		struct index_entry entry;

		if (!self_read(index->entries + middle * sizeof(entry), &entry,
			       sizeof(entry)))
			return false;
		if (entry_start(index, &entry) <= pc)
			*first = middle;
		else
			*last = middle;
	}
	return true;
}

/* The address of the description of the function that PC may lie in. */
static bool search_index(const struct index *index, uint64_t pc,
			 uint64_t *description)
{
	struct index_entry block[BLOCK_ENTRIES];
	const struct index_entry *found = NULL;
	uint64_t first = 0, last = index->count;

	if (!narrow(index, pc, &first, &last) ||
	    !self_read(index->entries + first * sizeof(block[0]), block,
		       (last - first) * sizeof(block[0])))
		return false;
	for (uint64_t i = 0; i < last - first; i++) {
		if (entry_start(index, &block[i]) <= pc)
			found = &block[i];
	}
	if (found)
		*description = index->address +
			       (uint64_t)(int64_t)found->description;
	return found != NULL;
}

/* Copies the entry at ADDRESS into COPY: BYTES from behind its length on. */
static bool read_entry(uint64_t address, uint8_t *copy, struct bytes *bytes)
{
	uint8_t head[12];
	size_t got = self_read_some(address, head, sizeof(head));
	struct bytes length = bytes_in(head, got, address);
	uint64_t len = bytes_fixed(&length, 4);

	if (len == 0xffffffff)
		len = bytes_fixed(&length, 8);
	if (length.is_bad || len == 0 || len > ENTRY_MAX ||
	    !self_read(length.address, copy, len))
		return false;
	*bytes = bytes_in(copy, len, length.address);
	return true;
}

struct common {
	struct bytes bytes; /* of the instructions */
	char augmentation[16];
	uint8_t encoding;
};

static void read_augmentation(struct common *common,
			      struct cfi_function *function)
{
	struct bytes *bytes = &common->bytes;
	uint64_t len = bytes_uleb(bytes);
	struct bytes data = *bytes;

	bytes_skip(bytes, len);
	for (const char *c = common->augmentation + 1; *c; c++) {
		switch (*c) {
		case 'R':
			common->encoding = (uint8_t)bytes_fixed(&data, 1);
			break;
		case 'P':
			bytes_pointer(&data, (uint8_t)bytes_fixed(&data, 1));
			break;
		case 'L':
			bytes_fixed(&data, 1);
			break;
		case 'S':
			function->is_signal = true;
			break;
		default: /* 'B': which key signs return addresses */
			break;
		}
	}
	bytes->is_bad |= data.is_bad;
}

static void read_string(struct bytes *bytes, char *to, size_t size)
{
	size_t len = 0;
	char c;

	while ((c = (char)bytes_fixed(bytes, 1))) {
		if (len + 1 < size)
			to[len++] = c;
	}
	to[len] = '\0';
}

/* What several functions share: BYTES is its entry, from its id on. */
static bool read_common(struct bytes *bytes, struct common *common,
			struct cfi_function *function)
{
	uint64_t id = bytes_fixed(bytes, 4);
	uint64_t version = bytes_fixed(bytes, 1);

	read_string(bytes, common->augmentation, sizeof(common->augmentation));
	if (id != 0 || (version != 1 && version != 3))
		return false;
	function->code_align = bytes_uleb(bytes);
	function->data_align = bytes_sleb(bytes);
	function->return_register = (uint8_t)(version == 1
						      ? bytes_fixed(bytes, 1)
						      : bytes_uleb(bytes));
	common->bytes = *bytes;
	common->encoding = BYTES_ABSOLUTE;
	if (common->augmentation[0] == 'z')
		read_augmentation(common, function);
	else if (common->augmentation[0])
		return false;
	function->encoding = common->encoding;
	function->initial = common->bytes;
	return !common->bytes.is_bad && function->return_register < UNWIND_REGS;
}

/* Everything that the tables say of the function described at DESCRIPTION. */
static bool read_function(uint64_t description, struct cfi_function *function)
{
	/* Static: too large for the stack; one thread. */
	static uint8_t own_copy[ENTRY_MAX], common_copy[ENTRY_MAX];
	struct bytes own, shared;
	struct common common;
	uint64_t at, back;

	memset(function, 0, sizeof(*function));
	if (!read_entry(description, own_copy, &own))
		return false;
	at = own.address;
	back = bytes_fixed(&own, 4);
	if (back == 0 || !read_entry(at - back, common_copy, &shared) ||
	    !read_common(&shared, &common, function))
		return false;
	function->start = bytes_pointer(&own, common.encoding);
	function->end = function->start +
			bytes_pointer(&own, common.encoding & BYTES_FORMAT);
	if (common.augmentation[0] == 'z')
		bytes_skip(&own, bytes_uleb(&own));
	function->own = own;
	return !own.is_bad;
}

bool cfi_find(uint64_t address, uint64_t pc, struct cfi_row *row)
{
	struct cfi_function function;
	struct index index;
	uint64_t description;

	return read_index(address, &index) &&
	       search_index(&index, pc, &description) &&
	       read_function(description, &function) && function.start <= pc &&
	       pc < function.end && cfi_run(&function, pc, row);
}
