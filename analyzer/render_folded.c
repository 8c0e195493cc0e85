#include "render_folded.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "folded.h"

struct lines {
	const struct report *report;
	const struct out *out;
};

/* NAME without what would end it, or its line. */
static void put_name(const struct out *out, const char *name)
{
	char *escaped = out_escape(name);

	for (char *at = escaped; *at; at++)
		putc(*at == ';' ? ':' : *at, out->stream);
	free(escaped);
}

static void put(void *context, const struct folded *folded)
{
	const struct lines *lines = context;
	struct array names = folded_names(lines->report, folded);

	for (size_t i = 0; i < names.len; i++) {
		if (i)
			putc(';', lines->out->stream);
		put_name(lines->out,
			 array_at(&names, struct folded_name, i)->name);
	}
	fprintf(lines->out->stream, " %" PRIu64 "\n", folded->ns / 1000);
	array_release(&names);
}

void render_folded(const struct report *report, const struct out *out)
{
	struct lines lines = { report, out };

	folded_each(report, put, &lines);
}
