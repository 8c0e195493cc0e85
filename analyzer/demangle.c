#include "demangle.h"

#include <libiberty/demangle.h>

#include "array.h"

char *demangle(const char *name)
{
	/* Rust first: its older names look like C++ as well. */
	char *plain = rust_demangle(name, 0);

	if (!plain)
		plain = cplus_demangle(name, DMGL_AUTO | DMGL_NO_OPTS);
	return plain ? plain : must_copy(name);
}
