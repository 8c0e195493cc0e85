#include "quotes.h"

#include <jansson.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>

#include "array.h"
#include "out.h"

struct quoted {
	const char *text;
	char *json;
};

static int by_text(const void *left, const void *right)
{
	const struct quoted *a = left, *b = right;

	return (a->text > b->text) - (a->text < b->text);
}

static char *quote(const char *text)
{
	json_t *value = json_string(text);
	char *escaped, *json;

	if (!value) {
		escaped = out_escape(text);
		value = json_string(escaped);
		free(escaped);
	}
	json = json_dumps(value, JSON_ENCODE_ANY);
	if (!json)
		array_fail();
	json_decref(value);
	return json;
}

static struct quoted *known_or_new(struct quotes *quotes, const char *text)
{
	struct quoted key = { .text = text };
	struct quoted **found = tfind(&key, &quotes->known, by_text);
	struct quoted *quoted;

	if (found)
		return *found;
	quoted = must_alloc(sizeof(*quoted));
	*quoted = (struct quoted){ text, quote(text) };
	if (!tsearch(quoted, &quotes->known, by_text))
		array_fail();
	return quoted;
}

const char *quotes_of(struct quotes *quotes, const char *text)
{
	struct quoted **recent =
		&quotes->recent[(uintptr_t)text / 16 % QUOTES_RECENT];

	if (!*recent || (*recent)->text != text)
		*recent = known_or_new(quotes, text);
	return (*recent)->json;
}

static void free_quoted(void *item)
{
	struct quoted *quoted = item;

	free(quoted->json);
	free(quoted);
}

void quotes_release(struct quotes *quotes)
{
	tdestroy(quotes->known, free_quoted);
}
