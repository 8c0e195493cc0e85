/* Whose code a function is, by its name and file. */
#include "unit.h"

#include "analyzer/machinery.h"

static const struct {
	const char *name, *module;
	bool is_library, is_runtime;
} functions[] = {
	{ "handle_request", "/srv/server", false, false },
	{ "memcpy", "/srv/server", true, true },
	{ "memcpy_pages", "/srv/server", false, false },
	{ "read_all", "/usr/lib/libc.so.6", true, true },
	{ "uv__read", "/usr/bin/node", false, true },
	{ "node::LibuvStreamWrap::OnUvRead", "/usr/bin/node", false, true },
	{ "v8::internal::Execution::Call", "/usr/bin/node", true, true },
	{ "Builtins_KeyedLoadIC", "/usr/bin/node", true, true },
	{ "JS:^emit node:events:471:44", "", false, true },
	{ "JS:~handle_request /srv/server.js:17:24", "", false, false },
	{ "JS:~handle_request /srv/node:1/server.js:17:24", "", false, false },
	{ "<u64 as core::iter::Sum>::sum", "/srv/server", true, true },
	{ "<u64 as server::Sum>::sum", "/srv/server", false, false },
	{ "<server::File as core::ops::Drop>::drop", "/srv/server", false,
	  false },
	{ "Interpreter", "", false, true },
	{ "Interpreter", "/srv/server", false, false },
	{ "StubRoutines (1)", "", false, true },
	{ "int sun.nio.ch.SelectorImpl.select(long)", "", false, true },
	{ "void Server.handleRequest(java.nio.ByteBuffer)", "", false, false },
	{ "void sunny.Server.serve()", "", false, false },
	{ "operator+(tree::node, tree::node)", "/srv/server", false, false },
	{ "parse(tree::leaf, node::inner)", "/srv/server", false, false },
};

START_TEST(test_functions_are_known_as_whose_they_are)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		ck_assert_msg(machinery_is_library(functions[i].name,
						   functions[i].module) ==
				      functions[i].is_library,
			      "library: %s", functions[i].name);
		ck_assert_msg(machinery_is_runtime(functions[i].name,
						   functions[i].module) ==
				      functions[i].is_runtime,
			      "runtime: %s", functions[i].name);
	}
}
END_TEST

UNIT_MAIN("machinery", test_functions_are_known_as_whose_they_are)
