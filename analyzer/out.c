#include "out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "array.h"
#include "characters.h"

struct out out_for(FILE *stream)
{
	struct out out = { .stream = stream, .width = 80 };
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	struct winsize size;

	if (!isatty(fileno(stream)))
		return out;
	out.has_colour = !(no_colour && no_colour[0]) &&
			 !(terminal && strcmp(terminal, "dumb") == 0);
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col)
		out.width = size.ws_col;
	if (out.width < OUT_WIDTH_MIN)
		out.width = OUT_WIDTH_MIN;
	if (out.width > OUT_WIDTH_MAX)
		out.width = OUT_WIDTH_MAX;
	return out;
}

const char *out_style(const struct out *out, enum style style)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "\033[0m",   [STYLE_HEADING] = "\033[1m",
		[STYLE_GOOD] = "\033[1;32m", [STYLE_BAD] = "\033[1;31m",
		[STYLE_FAINT] = "\033[2m",
	};

	return out->has_colour ? codes[style] : "";
}

char *out_escape(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	/* The longest escape of a byte is "\x1b"; of a character, "\u{202e}"
	 * for three bytes. */
	char *escaped = must_alloc(strlen(text) * 4 + 1), *to = escaped;

	while (*s) {
		uint32_t code = 0;
		size_t len = text_decode(s, &code);

		if (len == 0 || (len == 1 && text_is_hidden(code)))
			to += sprintf(to, "\\x%02x", *s);
		else if (text_is_hidden(code))
			to += sprintf(to, "\\u%04x", (unsigned)code);
		else
			to = mempcpy(to, s, len);
		s += len ? len : 1;
	}
	*to = '\0';
	return escaped;
}

size_t out_columns(const char *text)
{
	size_t columns = 0;

	while (*text)
		columns += text_columns(&text);
	return columns;
}

/* The longest beginning of TEXT that takes at most COLUMNS: where it ends. */
static const char *at_column(const char *text, size_t columns)
{
	while (*text) {
		const char *next = text;
		size_t taken = text_columns(&next);

		if (taken > columns)
			break;
		columns -= taken;
		text = next;
	}
	return text;
}

/* The longest end of TEXT, HAVE columns wide, that takes at most COLUMNS. */
static const char *last_columns(const char *text, size_t have, size_t columns)
{
	while (have > columns)
		have -= text_columns(&text);
	return text;
}

char *out_shorten(const char *text, size_t columns)
{
	char *escaped = out_escape(text), *shorter;
	size_t have = out_columns(escaped);
	const char *head_end, *tail;

	if (have <= columns || columns < 8)
		return escaped;
	/* The end of a path says more than its beginning. */
	head_end = at_column(escaped, (columns - 3) / 3);
	tail = last_columns(escaped, have, columns - 3 - (columns - 3) / 3);
	shorter = must_alloc(strlen(escaped) + 4);
	sprintf(shorter, "%.*s...%s", (int)(head_end - escaped), escaped, tail);
	free(escaped);
	return shorter;
}

/* What stays on one line at the beginning of TEXT: a word, and after a number
 * the next one too ("20.4 ms", "16 stalls"). */
static size_t piece_len(const char *text)
{
	size_t len = strcspn(text, " ");
	bool is_number = len && strspn(text, "(0123456789.,") == len &&
			 text[len - 1] >= '0' && text[len - 1] <= '9';

	if (is_number && text[len] && text[len + 1] != ' ')
		len += 1 + strcspn(text + len + 1, " ");
	return len;
}

void out_hanging(const struct out *out, size_t indent, const char *text)
{
	size_t room = out->width - indent, used = 0;

	text += strspn(text, " ");
	while (*text) {
		size_t len = piece_len(text);
		char *piece = must_copy(text);
		size_t columns;

		piece[len] = '\0';
		columns = out_columns(piece);
		if (used && used + 1 + columns > room) {
			fprintf(out->stream, "\n%*s", (int)indent, "");
			used = 0;
		}
		fprintf(out->stream, "%s%s", used ? " " : "", piece);
		used += columns + (used != 0);
		free(piece);
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out->stream);
}

void out_paragraph(const struct out *out, size_t indent, const char *text)
{
	fprintf(out->stream, "%*s", (int)indent, "");
	out_hanging(out, indent, text);
}

void out_broken(const struct out *out, size_t indent, const char *text)
{
	size_t room = out->width - indent;

	do {
		const char *next = at_column(text, room);

		fprintf(out->stream, "%*s%.*s\n", (int)indent, "",
			(int)(next - text), text);
		text = next;
	} while (*text);
}

void out_heading(const struct out *out, const char *text)
{
	fprintf(out->stream, "\n%s%s%s\n", out_style(out, STYLE_HEADING), text,
		out_style(out, STYLE_PLAIN));
}
