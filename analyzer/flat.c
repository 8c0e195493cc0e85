#include "flat.h"

#include <string.h>

struct cursor {
	char *at;
	const char *end;
};

static bool take(struct cursor *cursor, char c)
{
	if (cursor->at == cursor->end || *cursor->at != c)
		return false;
	cursor->at++;
	return true;
}

/* In a key that means what its bytes say: plain ASCII, no escape. */
static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

/* As many digits as surely fit. */
#define DIGITS_MAX 18

static bool take_number(struct cursor *cursor, int64_t *value)
{
	bool is_negative = take(cursor, '-');
	const char *first = cursor->at;
	int64_t number = 0;

	while (cursor->at < cursor->end && cursor->at - first < DIGITS_MAX &&
	       *cursor->at >= '0' && *cursor->at <= '9')
		number = number * 10 + (*cursor->at++ - '0');
	*value = is_negative ? -number : number;
	return cursor->at > first && (*first != '0' || cursor->at == first + 1);
}

static bool take_item(struct flat *flat, struct cursor *cursor)
{
	char *key;

	if (flat->len == FLAT_KEYS || !take(cursor, '"'))
		return false;
	key = cursor->at;
	while (cursor->at < cursor->end && is_plain(*cursor->at))
		cursor->at++;
	flat->item[flat->len].key = key;
	flat->item[flat->len].key_len = (size_t)(cursor->at - key);
	if (!take(cursor, '"') || !take(cursor, ':') ||
	    !take_number(cursor, &flat->item[flat->len].value))
		return false;
	flat->len++;
	return true;
}

static bool has_key_twice(const struct flat *flat)
{
	for (size_t i = 1; i < flat->len; i++) {
		for (size_t j = 0; j < i; j++) {
			if (*flat->item[i].key == *flat->item[j].key &&
			    flat->item[i].key_len == flat->item[j].key_len &&
			    memcmp(flat->item[i].key, flat->item[j].key,
				   flat->item[i].key_len) == 0)
				return true;
		}
	}
	return false;
}

bool flat_read(struct flat *flat, char *line, size_t len)
{
	struct cursor cursor = { line, line + len };

	flat->len = 0;
	if (!take(&cursor, '{'))
		return false;
	do {
		if (!take_item(flat, &cursor))
			return false;
	} while (take(&cursor, ','));
	if (!take(&cursor, '}') || cursor.at != cursor.end ||
	    has_key_twice(flat))
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
	for (size_t i = 0; i < flat->len; i++) {
		if (is_same(flat->item[i].key, key))
			return &flat->item[i].value;
	}
	return NULL;
}
