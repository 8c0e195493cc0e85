#include "preload_path.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "sys.h"
#include "text.h"

#define NAME "LD_PRELOAD="

/* What separates the objects; see ld.so(8). */
static size_t item_len(const char *item)
{
	return strcspn(item, " :");
}

bool preload_path_absolute(const char *value, const char *our, const char *cwd,
			   char *to, size_t size)
{
	struct text text = text_in(to, size);
	bool has_changed = false;

	if (our[0] == '/' || !strchr(our, '/'))
		return false;
	text_add(&text, NAME);
	while (*value) {
		size_t len = item_len(value);

		if (len == strlen(our) && strncmp(value, our, len) == 0) {
			text_add(&text, cwd);
			text_add_char(&text, '/');
			has_changed = true;
		}
		for (; len; len--)
			text_add_char(&text, *value++);
		if (*value)
			text_add_char(&text, *value++);
	}
	return has_changed && !text.is_cut;
}

void preload_path_fix(void)
{
	static char entry[2 * PATH_MAX];
	char cwd[PATH_MAX];
	Dl_info us;

	if (!dladdr((const void *)preload_path_fix, &us) || !us.dli_fname ||
	    sys_call(SYS_getcwd, cwd, sizeof(cwd), 0, 0) <= 0)
		return;
	for (char **variable = environ; variable && *variable; variable++) {
		if (strncmp(*variable, NAME, strlen(NAME)) == 0 &&
		    preload_path_absolute(*variable + strlen(NAME),
					  us.dli_fname, cwd, entry,
					  sizeof(entry)))
			*variable = entry;
	}
}
