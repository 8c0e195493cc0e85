#include "machinery.h"

#include <stddef.h>
#include <string.h>

/* Beginnings of the names of files … */
static const char *const library_files[] = {
	"libc.so",     "libc-2.", "libstdc++.so", "libc++.so",
	"libgcc_s.so", "libm.so", "ld-linux",     "libpthread",
};

/* … and of functions, where the library is linked in. */
static const char *const library_names[] = {
	"std::",  "core::",    "alloc::", "<core::", "<alloc::",
	"<std::", "__gnu_cxx", "__mem",   "__str",   "compiler_builtins::",
	"v8::",   "Builtins_",
};

/* Whole names: what else begins like them is somebody's own. */
static const char *const routines[] = {
	"memcpy", "memmove", "memset", "memcmp", "memchr", "memmem",  "strlen",
	"strcmp", "strncmp", "strchr", "strstr", "strcpy", "strncpy", "qsort",
};

/* An interpreter's own functions are all on every stack: what it calls, and
 * what it compiled, is somebody's. */
static const char *const runtime_files[] = {
	"libuv.so",    "libevent-",   "libevent_",  "libevent.so",
	"libev.so",    "libglib-2.0", "libgio-2.0", "libgobject-2.0",
	"liburing.so", "libpython",   "python3",    "libnode.so",
	"libjvm.so",
};

static const char *const runtime_names[] = {
	"uv_",    "uv__",           "tokio::",  "<tokio::", "mio::",
	"<mio::", "hyper::",        "<hyper::", "asio::",   "boost::asio::",
	"_start", "start_thread",   "clone",    "__clone",  "__libc_start",
	"node::", "StubRoutines (",
};

/* What the JVM calls code that stands for any function. */
static const char interpreter[] = "Interpreter";

static const char *const java_packages[] = { "java.", "jdk.", "sun." };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool begins_as(const char *text, const char *const *list, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (strncmp(text, list[i], strlen(list[i])) == 0)
			return true;
	}
	return false;
}

static const char *file_of_path(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_routine(const char *name)
{
	for (size_t i = 0; i < COUNT(routines); i++) {
		if (strcmp(name, routines[i]) == 0)
			return true;
	}
	return false;
}

/* Node's own modules, as V8 names them in a perf map:
 * "JS:~emit node:events:471:44". */
static bool is_node_module(const char *name)
{
	const char *at = strstr(name, " node:");

	return at && at[strlen(" node:")] != ':';
}

/* Java's own, as the JVM names them in a perf map: "int java.util.List.size()",
 * what it returns before it. */
static bool is_java_platform(const char *name)
{
	const char *space = strchr(name, ' ');

	return space && strchr(space, '(') &&
	       begins_as(space + 1, java_packages, COUNT(java_packages));
}

/* Code that was compiled while the program ran is in no file. */
static bool is_compiled_runtime(const char *name, const char *module)
{
	return module[0] == '\0' &&
	       (strcmp(name, interpreter) == 0 || is_node_module(name) ||
		is_java_platform(name));
}

/* "<u64 as core::iter::Sum>::sum": what the standard library says of types that
 * are in no crate. */
static bool is_rust_builtin(const char *name)
{
	const char *as = name[0] == '<' ? strstr(name, " as ") : NULL;
	const char *path = as ? strstr(name, "::") : NULL;

	return path > as && begins_as(as + strlen(" as "), library_names,
				      COUNT(library_names));
}

bool machinery_is_library(const char *name, const char *module)
{
	return is_routine(name) || is_rust_builtin(name) ||
	       begins_as(name, library_names, COUNT(library_names)) ||
	       begins_as(file_of_path(module), library_files,
			 COUNT(library_files));
}

bool machinery_is_runtime(const char *name, const char *module)
{
	return machinery_is_library(name, module) ||
	       is_compiled_runtime(name, module) ||
	       begins_as(name, runtime_names, COUNT(runtime_names)) ||
	       begins_as(file_of_path(module), runtime_files,
			 COUNT(runtime_files));
}
