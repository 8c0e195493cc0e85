#include "flat.h"

#include <string.h>

/* In a key that means what its bytes say: plain ASCII, no escape. */
static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

/* As many digits as surely fit. */
#define DIGITS_MAX 18

/* What follows the whole number at AT; NULL: there is none. */
static char *take_number(char *at, const char *end, int64_t *value)
{
	bool is_negative = at < end && *at == '-';
	const char *first = at += is_negative;
	const char *limit = end - at > DIGITS_MAX ? at + DIGITS_MAX : end;
	int64_t number = 0;

	while (at < limit && *at >= '0' && *at <= '9')
		number = number * 10 + (*at++ - '0');
	*value = is_negative ? -number : number;
	return at > first && (*first != '0' || at == first + 1) ? at : NULL;
}

/* What follows the key and its colon at AT; NULL: there is none. */
static char *take_key(char *at, const char *end, struct flat_item *item)
{
	if (at == end || *at != '"')
		return NULL;
	item->key = ++at;
	while (at < end && is_plain(*at))
		at++;
	item->key_len = (size_t)(at - item->key);
	return end - at >= 2 && at[0] == '"' && at[1] == ':' ? at + 2 : NULL;
}

/* One bit of 64 for keys that begin with C: what has not this bit is another
 * key. */
static uint64_t bit_of(char c)
{
	return UINT64_C(1) << (c & 63);
}

static uint64_t bit_of_item(const struct flat_item *item)
{
	return bit_of(item->key_len ? *item->key : '\0');
}

static bool has_key(const struct flat *flat, const struct flat_item *wanted)
{
	if (!(flat->bits & bit_of_item(wanted)))
		return false;
	for (size_t i = 0; i < flat->len; i++) {
		if (flat->item[i].key_len == wanted->key_len &&
		    memcmp(flat->item[i].key, wanted->key, wanted->key_len) ==
			    0)
			return true;
	}
	return false;
}

/* All of LINE up to its last brace; false: it is not of this form. */
static bool take_items(struct flat *flat, char *line, const char *end)
{
	char *at = line;

	if (at == end || *at != '{')
		return false;
	do {
		struct flat_item *item = &flat->item[flat->len];

		if (flat->len == FLAT_KEYS)
			return false;
		at = take_key(at + 1, end, item);
		if (at)
			at = take_number(at, end, &item->value);
		if (!at || has_key(flat, item))
			return false;
		flat->bits |= bit_of_item(item);
		flat->len++;
	} while (at < end && *at == ',');
	return at + 1 == end && *at == '}';
}

bool flat_read(struct flat *flat, char *line, size_t len)
{
	flat->len = 0;
	flat->bits = 0;
	if (!take_items(flat, line, line + len))
		return false;
	/* Each key ends where its closing quote was. */
	for (size_t i = 0; i < flat->len; i++)
		flat->item[i].key[flat->item[i].key_len] = '\0';
	return true;
}

/* As strcmp(3) says; keys are too short to call it for each. */
static bool is_same(const char *a, const char *b)
{
	for (; *a == *b; a++, b++) {
		if (!*a)
			return true;
	}
	return false;
}

const int64_t *flat_find(const struct flat *flat, const char *key)
{
	if (!(flat->bits & bit_of(*key)))
		return NULL;
	for (size_t i = 0; i < flat->len; i++) {
		if (is_same(flat->item[i].key, key))
			return &flat->item[i].value;
	}
	return NULL;
}
