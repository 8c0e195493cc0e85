#include "render_advice.h"

#include <stdlib.h>

#include "render_stalls.h"
#include "words_advice.h"

/* "     gain  text…", the text wrapped beside its label; frees TEXT. */
static void say_labelled(const struct out *out, const char *label, char *text)
{
	enum {
		INDENT = 4,
		BESIDE = 11
	};

	fprintf(out->stream, "%*s%s%-*s%s", INDENT, "",
		out_style(out, STYLE_FAINT), BESIDE - INDENT, label,
		out_style(out, STYLE_PLAIN));
	out_hanging(out, BESIDE, text);
	free(text);
}

static void render_one(const struct report *report, const struct advice *advice,
		       const struct out *out)
{
	char *title = words_advice(advice);

	out_paragraph(out, 2, title);
	free(title);
	say_labelled(out, "seen", words_advice_evidence(report, advice));
	say_labelled(out, "gain", words_advice_gain(report, advice));
	say_labelled(out, "try", words_advice_code(report, advice));
	say_labelled(out, "costs", words_advice_cost(advice));
}

void render_advice(const struct report *report, const struct out *out)
{
	size_t top = render_top(report, report->advice.len);
	char *none;

	out_heading(out, "What to do");
	for (size_t i = 0; i < top; i++)
		render_one(report, array_at(&report->advice, struct advice, i),
			   out);
	render_more(out, top, report->advice.len);
	if (report->advice.len)
		return;
	none = words_no_advice(report);
	out_paragraph(out, 2, none);
	free(none);
}
