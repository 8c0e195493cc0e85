# Both compilers, no warning, in everything that is built; and the library, in
# which some is written for the processor, on arm64 as well.
. tests/lib.sh

# builds NAME MAKE-ARGUMENT…: without a warning.
builds() {
	name=$1
	shift
	out=$(make --no-print-directory WERROR=-Werror "$@" 2>&1)
	status=$?
	ok $status "$name without a warning"
	[ $status = 0 ] || printf '%s\n' "$out" | grep -A6 -E 'error|warning' | head -n 40 | explain
}

for compiler in gcc clang; do
	if [ "$compiler" = clang ] && ! command -v clang >/dev/null; then
		[ "${CI:-}" != true ]
		ok $? "clang is there, or this is not CI"
		continue
	fi
	builds "$compiler builds everything" CC=$compiler B=build/lint-$compiler \
		all unit-bins e2e-bins
done
if command -v aarch64-linux-gnu-gcc >/dev/null; then
	builds "the library is built for arm64" CC=aarch64-linux-gnu-gcc \
		B=build/lint-arm64 build/lint-arm64/libmmstall.so
else
	[ "${CI:-}" != true ]
	ok $? "a compiler for arm64 is there, or this is not CI"
fi
finish
