#include "json_out.h"

struct json_out json_begin(char *buffer, size_t size)
{
	struct json_out json = { .text = text_in(buffer, size) };

	text_add_char(&json.text, '{');
	return json;
}

size_t json_end(struct json_out *json)
{
	text_add(&json->text, "}\n");
	return json->text.is_cut ? 0 : json->text.len;
}

static void comma(struct json_out *json)
{
	if (json->has_member)
		text_add_char(&json->text, ',');
	json->has_member = true;
}

/* Keys are our own literals: nothing in them needs escaping. */
static void key_part(struct json_out *json, const char *key, const char *suffix)
{
	comma(json);
	text_add_char(&json->text, '"');
	text_add(&json->text, key);
	text_add(&json->text, suffix);
	text_add(&json->text, "\":");
}

void json_u64(struct json_out *json, const char *key, uint64_t value)
{
	key_part(json, key, "");
	text_add_u64(&json->text, value);
}

void json_i64(struct json_out *json, const char *key, int64_t value)
{
	key_part(json, key, "");
	if (value < 0)
		text_add_char(&json->text, '-');
	text_add_u64(&json->text,
		     value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_hex(struct json_out *json, const char *key, uint64_t value)
{
	key_part(json, key, "");
	text_add(&json->text, "\"0x");
	text_add_hex(&json->text, value);
	text_add_char(&json->text, '"');
}

void json_bool(struct json_out *json, const char *key, bool value)
{
	key_part(json, key, "");
	text_add(&json->text, value ? "true" : "false");
}

/*
 * Bytes of the UTF-8 sequence at S; 0 if it is none (also overlong forms,
 * surrogates and what lies past U+10FFFF).
 */
static size_t utf8_len(const unsigned char *s)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t len;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		len = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		len = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		len = 4;
	else
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0;
	if (s[0] == 0xed)
		high = 0x9f;
	if (s[0] == 0xf0)
		low = 0x90;
	if (s[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < len; i++) {
		if (s[i] < low || s[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return len;
}

static void add_escaped(struct text *text, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	if (c == '"' || c == '\\') {
		text_add_char(text, '\\');
		text_add_char(text, (char)c);
	} else if (c < ' ' || c == 0x7f) {
		text_add(text, "\\u00");
		text_add_char(text, digits[c >> 4]);
		text_add_char(text, digits[c & 15]);
	} else {
		text_add_char(text, (char)c);
	}
}

/* False: some byte was not UTF-8. */
static bool add_utf8(struct text *text, const char *value)
{
	const unsigned char *s = (const unsigned char *)value;
	bool is_exact = true;

	while (*s) {
		size_t len = utf8_len(s);

		if (!len) {
			text_add(text, "\\ufffd");
			is_exact = false;
			s++;
		}
		while (len--)
			add_escaped(text, *s++);
	}
	return is_exact;
}

void json_string(struct json_out *json, const char *key, const char *value)
{
	bool is_exact;

	key_part(json, key, "");
	text_add_char(&json->text, '"');
	is_exact = add_utf8(&json->text, value);
	text_add_char(&json->text, '"');
	if (is_exact)
		return;
	key_part(json, key, "_hex");
	text_add_char(&json->text, '"');
	for (const char *s = value; *s; s++) {
		unsigned char byte = (unsigned char)*s;

		if (byte < 16)
			text_add_char(&json->text, '0');
		text_add_hex(&json->text, byte);
	}
	text_add_char(&json->text, '"');
}

void json_pairs_begin(struct json_out *json, const char *key)
{
	key_part(json, key, "");
	text_add_char(&json->text, '[');
	json->has_member = false;
}

/* "[first,second": not yet closed. */
static void open_pair(struct json_out *json, uint64_t first, uint64_t second)
{
	comma(json);
	text_add_char(&json->text, '[');
	text_add_u64(&json->text, first);
	text_add_char(&json->text, ',');
	text_add_u64(&json->text, second);
}

void json_pair(struct json_out *json, uint64_t first, uint64_t second)
{
	open_pair(json, first, second);
	text_add_char(&json->text, ']');
}

void json_triple(struct json_out *json, uint64_t first, uint64_t second,
		 uint64_t third)
{
	open_pair(json, first, second);
	text_add_char(&json->text, ',');
	text_add_u64(&json->text, third);
	text_add_char(&json->text, ']');
}

void json_pairs_end(struct json_out *json)
{
	text_add_char(&json->text, ']');
	json->has_member = true;
}
