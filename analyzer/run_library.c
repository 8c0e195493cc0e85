#include "run_library.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of this executable, without its last slash. */
static bool own_folder(char folder[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", folder, PATH_MAX - 1);
	char *slash;

	if (len <= 0)
		return false;
	folder[len] = '\0';
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	return slash != NULL;
}

static bool find(char path[PATH_MAX], struct err *err)
{
	static const char *const places[] = {
		"libmmstall.so",
		"../lib/mmstall/libmmstall.so",
	};
	const char *chosen = getenv("MMSTALL_LIBRARY");
	char folder[PATH_MAX], candidate[PATH_MAX + 64];

	if (chosen && realpath(chosen, path))
		return true;
	if (chosen) {
		err_set(err, STATUS_USAGE, "MMSTALL_LIBRARY=%s: %m", chosen);
		return false;
	}
	for (size_t i = 0;
	     own_folder(folder) && i < sizeof(places) / sizeof(*places); i++) {
		snprintf(candidate, sizeof(candidate), "%s/%s", folder,
			 places[i]);
		if (realpath(candidate, path))
			return true;
	}
	err_set(err, STATUS_USAGE,
		"libmmstall.so is neither beside mmstall nor in "
		"../lib/mmstall: "
		"set MMSTALL_LIBRARY to its path");
	return false;
}

bool run_library_preload(struct err *err)
{
	const char *others = getenv("LD_PRELOAD");
	char path[PATH_MAX];
	char *value;

	if (!find(path, err))
		return false;
	/* The loader splits LD_PRELOAD at colons and spaces, unescapably. */
	if (strpbrk(path, ": ")) {
		err_set(err, STATUS_USAGE,
			"%s: LD_PRELOAD cannot hold a path with a colon or a "
			"space; install mmstall elsewhere",
			path);
		return false;
	}
	if (asprintf(&value, "%s%s%s", path, others && others[0] ? ":" : "",
		     others ? others : "") < 0) {
		err_set(err, STATUS_UNREADABLE, "out of memory");
		return false;
	}
	setenv("LD_PRELOAD", value, 1);
	free(value);
	return true;
}
