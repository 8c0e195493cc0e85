# Loops that wait through liburing are seen, also when only a plugin has it.
. tests/lib.sh
. tests/e2e/fixture.sh

"$B/tests/e2e/uring" 2>"$work/err"
status=$?
needs_or_skip $((status == 77)) "io_uring: $(cat "$work/err")"
is $status 0 "the program runs without the profiler"
cc -shared -fPIC -o "$work/plugin.so" tests/e2e/uring.c -luring 2>/dev/null
ok $? "its plugin is built"

check() {
	is "$(log '[$log[] | select(has("loop")) | .wait] | tostring')" '["io_uring_enter"]' "$1: its loop is one"
	is "$(log '[iterations | select(.d >= 3000000 and (.open | not))] | length')" 2 \
		"$1: with an iteration between every two waits"
}
profiled "$B/tests/e2e/uring"
is $? 0 "linked: the program runs as it does without the profiler"
check linked

# Without liburing of its own, so that only the plugin's dependency has it.
cc -D_GNU_SOURCE -o "$work/bare" -x c - -ldl <<'C'
#include <dlfcn.h>
int main(int argc, char **argv)
{
	void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : 0;
	int (*run)(void) = plugin ? (int (*)(void))dlsym(plugin, "run") : 0;
	int status = run ? run() : 2;

	/* The profiler's own questions to the loader leave no trace. */
	return status ? status : dlerror() ? 3 : 0;
}
C
ok $? "a program without liburing is built"
profiled "$work/bare" "$work/plugin.so"
is $? 0 "plugin: the program runs as it does without the profiler"
check plugin
finish
