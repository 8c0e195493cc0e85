#include "sentence.h"

#include <stdarg.h>
#include <stdlib.h>

#include "array.h"
#include "out.h"
#include "units.h"

void sentence_begin(struct sentence *sentence)
{
	sentence->stream = open_memstream(&sentence->text, &sentence->len);
	if (!sentence->stream)
		array_fail();
}

void sentence_add(struct sentence *sentence, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(sentence->stream, format, arguments);
	va_end(arguments);
}

void sentence_name(struct sentence *sentence, const char *name, size_t columns)
{
	char *shown = out_shorten(name, columns);

	fputs(shown, sentence->stream);
	free(shown);
}

void sentence_duration(struct sentence *sentence, uint64_t ns)
{
	char text[UNITS_TEXT];

	fputs(units_duration(text, ns), sentence->stream);
}

void sentence_bytes(struct sentence *sentence, uint64_t bytes)
{
	char text[UNITS_TEXT];

	fputs(units_bytes(text, bytes), sentence->stream);
}

void sentence_share(struct sentence *sentence, uint64_t part, uint64_t whole)
{
	char text[UNITS_TEXT];

	fputs(units_share(text, part, whole), sentence->stream);
}

void sentence_count(struct sentence *sentence, uint64_t count, const char *one,
		    const char *many)
{
	char text[UNITS_TEXT];

	sentence_add(sentence, "%s %s", units_count(text, count),
		     count == 1 ? one : many);
}

char *sentence_end(struct sentence *sentence)
{
	if (fclose(sentence->stream) != 0)
		array_fail();
	return sentence->text;
}
