# What callers may expect of the functions that the library stands in for:
# cancellation, errno, no allocation, little stack; sampled and not.
. tests/lib.sh
. tests/e2e/fixture.sh

for way in sampled refused; do
	prefix=
	[ $way = refused ] && prefix="$B/tests/e2e/refuse perf_event_open EPERM"
	for part in cancel errno malloc; do
		"$B/tests/e2e/contract" $part >"$work/bare" 2>&1
		# shellcheck disable=SC2086 # a list of words
		MMSTALL_LOG=$work/%p MMSTALL_QUIET=1 $prefix env LD_PRELOAD="$LIB" \
			"$B/tests/e2e/contract" $part >"$work/with" 2>&1
		is "$? $(diff "$work/bare" "$work/with")" "0 " "$way: $part is as without the library"
	done
	"$B/tests/e2e/contract" stack >"$work/bare" 2>&1
	# shellcheck disable=SC2086 # a list of words
	MMSTALL_LOG=$work/%p MMSTALL_QUIET=1 $prefix env LD_PRELOAD="$LIB" \
		"$B/tests/e2e/contract" stack >"$work/with" 2>&1
	more=$(paste "$work/bare" "$work/with" | awk '$4 - $2 >= 1024 { printf "%s %s, ", $1, $4 - $2 }')
	is "$more" "" "$way: no hook uses a KiB of stack"
	echo "# at most $(paste "$work/bare" "$work/with" | awk '{ print $4 - $2, $1 }' | sort -n | tail -n 1)"
done
is "$("$B/tests/e2e/contract" cancel | grep -c cancelled)" 13 "every function that should be one is a cancellation point"
finish
