#include "out.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "array.h"

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

/* Decodes one character at S; its bytes, 0 when it is not UTF-8. */
static size_t decode(const unsigned char *s, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = s[0] < 0x80             ? 1
		     : (s[0] & 0xe0) == 0xc0 ? 2
		     : (s[0] & 0xf0) == 0xe0 ? 3
		     : (s[0] & 0xf8) == 0xf0 ? 4
					     : 0;

	if (len == 1)
		*code = s[0];
	else if (len)
		*code = s[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (s[i] & 0x3f);
	}
	if (len > 1 && (*code < least[len] || *code > 0x10ffff ||
			(*code >= 0xd800 && *code < 0xe000)))
		return 0;
	return len;
}

/* Characters that a reader would not see, or that change how others look. */
static bool is_hidden(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0, 0x1f },        { 0x7f, 0x9f },       { 0xad, 0xad },
		{ 0x61c, 0x61c },   { 0x180e, 0x180e },   { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f },   { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	}
	return false;
}

char *out_escape(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	/* The longest escape of a byte is "\x1b"; of a character, "\u{202e}"
	 * for three bytes. */
	char *escaped = must_alloc(strlen(text) * 4 + 1), *to = escaped;

	while (*s) {
		uint32_t code = 0;
		size_t len = decode(s, &code);

		if (len == 0 || (len == 1 && is_hidden(code)))
			to += sprintf(to, "\\x%02x", *s);
		else if (is_hidden(code))
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

	for (; *text; text++)
		columns += ((unsigned char)*text & 0xc0) != 0x80;
	return columns;
}

/* Where column COLUMN of TEXT begins. */
static const char *at_column(const char *text, size_t column)
{
	while (*text && column) {
		text++;
		while (((unsigned char)*text & 0xc0) == 0x80)
			text++;
		column--;
	}
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
	tail = at_column(escaped, have - (columns - 3 - (columns - 3) / 3));
	shorter = must_alloc(strlen(escaped) + 4);
	sprintf(shorter, "%.*s...%s", (int)(head_end - escaped), escaped, tail);
	free(escaped);
	return shorter;
}

void out_hanging(const struct out *out, size_t indent, const char *text)
{
	size_t room = out->width - indent, used = 0;

	while (*text) {
		size_t len = strcspn(text, " ");
		char *word = must_copy(text);
		size_t columns;

		word[len] = '\0';
		columns = out_columns(word);
		if (used && used + 1 + columns > room) {
			fprintf(out->stream, "\n%*s", (int)indent, "");
			used = 0;
		}
		fprintf(out->stream, "%s%s", used ? " " : "", word);
		used += columns + (used != 0);
		free(word);
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

void out_heading(const struct out *out, const char *text)
{
	fprintf(out->stream, "\n%s%s%s\n", out_style(out, STYLE_HEADING), text,
		out_style(out, STYLE_PLAIN));
}
