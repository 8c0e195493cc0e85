#include "formats.h"

#include <string.h>

#include "render_csv.h"
#include "render_folded.h"
#include "render_html.h"
#include "render_json.h"
#include "render_text.h"
#include "render_trace.h"
#include "sentence.h"

static const struct format formats[] = {
	{ "text", render_text },
	{ "json", render_json },
	{ "csv-stalls", render_csv_stalls },
	{ "csv-faults", render_csv_faults },
	{ "trace", render_trace },
	{ "html", render_html },
	{ "folded", render_folded },
};

#define FORMATS (sizeof(formats) / sizeof(*formats))

const struct format *format_usual(void)
{
	return &formats[0];
}

const struct format *format_named(const char *name)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

char *format_names(void)
{
	struct sentence words;

	sentence_begin(&words);
	for (size_t i = 0; i < FORMATS; i++)
		sentence_add(&words, "%s%s", i ? ", " : "", formats[i].name);
	return sentence_end(&words);
}
