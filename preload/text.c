#include "text.h"

struct text text_in(char *buffer, size_t size)
{
	buffer[0] = '\0';
	return (struct text){ .data = buffer, .size = size };
}

void text_add_char(struct text *text, char c)
{
	if (text->len + 1 >= text->size) {
		text->is_cut = true;
		return;
	}
	text->data[text->len++] = c;
	text->data[text->len] = '\0';
}

void text_add(struct text *text, const char *string)
{
	while (*string)
		text_add_char(text, *string++);
}

static void add_in_base(struct text *text, uint64_t value, unsigned base)
{
	char digits[20];
	size_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	while (count)
		text_add_char(text, digits[--count]);
}

void text_add_u64(struct text *text, uint64_t value)
{
	add_in_base(text, value, 10);
}

void text_add_hex(struct text *text, uint64_t value)
{
	add_in_base(text, value, 16);
}

void text_add_duration(struct text *text, uint64_t ns)
{
	static const struct {
		uint64_t unit_ns;
		const char *name;
	} units[] = {
		{ 1000000000, " s" },
		{ 1000000, " ms" },
		{ 1000, " us" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		uint64_t tenths;

		if (ns < units[i].unit_ns)
			continue;
		tenths = ns / (units[i].unit_ns / 10);
		text_add_u64(text, tenths / 10);
		text_add_char(text, '.');
		text_add_u64(text, tenths % 10);
		text_add(text, units[i].name);
		return;
	}
	text_add_u64(text, ns);
	text_add(text, " ns");
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool parse(const char **at, unsigned base, uint64_t *value)
{
	const char *start = *at;
	uint64_t sum = 0;

	for (; (unsigned)digit_value(**at) < base; (*at)++) {
		if (__builtin_mul_overflow(sum, base, &sum) ||
		    __builtin_add_overflow(sum, (unsigned)digit_value(**at),
					   &sum))
			return false;
	}
	*value = sum;
	return *at != start;
}

bool text_parse_u64(const char **at, uint64_t *value)
{
	return parse(at, 10, value);
}

bool text_parse_hex(const char **at, uint64_t *value)
{
	return parse(at, 16, value);
}
