#include "render_html.h"

#include <stdio.h>

#include "html_assets.h"
#include "render_json.h"

/* Nothing from elsewhere: what is not in the file is not loaded. */
#define POLICY                                            \
	"default-src 'none'; style-src 'unsafe-inline'; " \
	"script-src 'unsafe-inline'"

void render_html(const struct report *report, const struct out *out)
{
	const char *const scripts[] = { html_format,    html_tables, html_draw,
					html_time_line, html_charts, html_flame,
					html_page };

	fprintf(out->stream,
		"<!doctype html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"" POLICY "\">\n"
		"<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\">\n"
		"<title>mmstall</title>\n<style>\n%s</style>\n</head>\n"
		"<body>\n<main></main>\n"
		"<noscript>This report is drawn by its own scripts; mmstall "
		"report without --format html prints it as text.</noscript>\n"
		"<script type=\"application/json\" id=\"report\">",
		html_style);
	render_json_embedded(report, out);
	fputs("</script>\n<script type=\"application/json\" id=\"more\">",
	      out->stream);
	html_data(report, out);
	fputs("</script>\n", out->stream);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		fprintf(out->stream, "<script>\n%s</script>\n", scripts[i]);
	fputs("</body>\n</html>\n", out->stream);
}
