#include "diag.h"

#include "sys.h"
#include "text.h"

void diag_say(const char *const *parts)
{
	char line[1024];
	struct text text = text_in(line, sizeof(line) - 1);

	text_add(&text, "mmstall: ");
	for (; *parts; parts++)
		text_add(&text, *parts);
	/* A file or program name must not steer the terminal. */
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	}
	line[text.len++] = '\n';
	sys_write(2, line, text.len);
}
