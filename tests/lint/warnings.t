# Both compilers, no warning, in everything that is built.
. tests/lib.sh

for compiler in gcc clang; do
	if [ "$compiler" = clang ] && ! command -v clang >/dev/null; then
		[ "${CI:-}" != true ]
		ok $? "clang is there, or this is not CI"
		continue
	fi
	out=$(make --no-print-directory CC=$compiler B=build/lint-$compiler \
		WERROR=-Werror all unit-bins e2e-bins 2>&1)
	status=$?
	ok $status "$compiler builds everything without a warning"
	[ $status = 0 ] || printf '%s\n' "$out" | grep -A6 -E 'error|warning' | head -n 40 | explain
done
finish
