# The rings and the collector, built with ThreadSanitizer.
. tests/lib.sh

# setarch: the layout of the address space that ThreadSanitizer knows.
export TSAN_OPTIONS=halt_on_error=1
if [ -z "${MMSTALL_TSAN_LAYOUT:-}" ]; then
	export MMSTALL_TSAN_LAYOUT=1
	exec setarch -R sh "$0"
fi
unit_programs build/tsan/tests/unit
